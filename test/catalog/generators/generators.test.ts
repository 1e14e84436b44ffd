import { expect, test } from '@jest/globals'
import { findGenerators, generatorCall, generatorOutputs } from '#catalog/generators/generators.ts'
import { type MemoryTree, surroundings } from '../../fake/surroundings.ts'

const program = { text: '#!/bin/sh\n', mode: 0o755 }

function found(files: MemoryTree, variables: Readonly<Record<string, string>> = {}): readonly string[] {
  const { kernel } = surroundings({ files })
  return findGenerators(kernel.files, new Map(Object.entries(variables))).map(({ path }) => path)
}

const vendor = '/usr/lib/systemd/system-generators'

test('generators are found by name, the earlier folder first', () => {
  const files = {
    [`${vendor}/postgresql-generator`]: program,
    [`${vendor}/a-generator`]: program,
    '/etc/systemd/system-generators/a-generator': program,
    '/run/systemd/system-generators/a-generator': program,
  }
  expect(found(files)).toEqual(['/run/systemd/system-generators/a-generator', `${vendor}/postgresql-generator`])
})

test('an empty file or a link to /dev/null masks a generator', () => {
  const files = {
    '/dev/null': { kind: 'character-device' },
    [`${vendor}/a`]: program,
    [`${vendor}/b`]: program,
    '/etc/systemd/system-generators/a': '',
    '/etc/systemd/system-generators/b': { to: '/dev/null' },
  } as const
  expect(found(files)).toEqual([])
})

test('what makes no sense in a container is left out by name', () => {
  const files = {
    [`${vendor}/systemd-fstab-generator`]: program,
    [`${vendor}/systemd-getty-generator`]: program,
    [`${vendor}/systemd-rc-local-generator`]: program,
  }
  expect(found(files)).toEqual([`${vendor}/systemd-rc-local-generator`])
})

test('a folder is no generator', () => {
  expect(found({ [`${vendor}/folder`]: null })).toEqual([])
})

test('SYSTEMD_GENERATOR_PATH replaces the folders, or stands in front of them', () => {
  const files = { '/opt/g/mine': program, [`${vendor}/theirs`]: program }
  expect(found(files, { SYSTEMD_GENERATOR_PATH: '/opt/g:relative' })).toEqual(['/opt/g/mine'])
  expect(found(files, { SYSTEMD_GENERATOR_PATH: '/opt/g:' })).toEqual(['/opt/g/mine', `${vendor}/theirs`])
})

test('a generator is told where to write and where it runs', () => {
  const { kernel } = surroundings({ files: { '/.dockerenv': '' } })
  const call = generatorCall(
    { name: 'a', path: '/g/a' },
    kernel,
    new Map([['LANG', 'C.UTF-8']]),
    generatorOutputs('/run/systemd'),
  )
  expect(call.argv).toEqual([
    '/g/a',
    '/run/systemd/generator',
    '/run/systemd/generator.early',
    '/run/systemd/generator.late',
  ])
  expect(call.environment).toEqual([
    'LANG=C.UTF-8',
    'SYSTEMD_SCOPE=system',
    'SYSTEMD_IN_INITRD=0',
    'SYSTEMD_FIRST_BOOT=0',
    'SYSTEMD_ARCHITECTURE=x86-64',
    'SYSTEMD_VIRTUALIZATION=container:docker',
  ])
})
