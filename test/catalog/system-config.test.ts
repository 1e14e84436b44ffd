import { expect, test } from '@jest/globals'
import { configSources } from '#catalog/system-config.ts'
import { surroundings } from '../fake/surroundings.ts'

const paths = (files: Readonly<Record<string, string>>) =>
  configSources(surroundings({ files }).kernel.files, 'system.conf').map(({ path }) => path)

test('the first main file counts, then the drop-ins by name', () => {
  const files = {
    '/usr/lib/systemd/system.conf': 'x',
    '/etc/systemd/system.conf': 'x',
    '/usr/lib/systemd/system.conf.d/20-b.conf': 'x',
    '/etc/systemd/system.conf.d/10-a.conf': 'x',
    '/etc/systemd/system.conf.d/README': 'x',
  }
  expect(paths(files)).toEqual([
    '/etc/systemd/system.conf',
    '/etc/systemd/system.conf.d/10-a.conf',
    '/usr/lib/systemd/system.conf.d/20-b.conf',
  ])
})

test('of two drop-ins with one name that of the earlier folder counts', () => {
  const files = { '/usr/lib/systemd/system.conf.d/a.conf': 'x', '/run/systemd/system.conf.d/a.conf': 'x' }
  expect(paths(files)).toEqual(['/run/systemd/system.conf.d/a.conf'])
})

test('a system without configuration has none', () => {
  expect(paths({})).toEqual([])
})
