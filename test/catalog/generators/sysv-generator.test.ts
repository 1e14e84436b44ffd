import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { emptyFolder, generateSysvUnits, writeSysvUnits } from '#catalog/generators/sysv-generator.ts'
import { readIndex } from '#catalog/unit-index.ts'
import { inScratch, readTree, realFiles, type Tree } from '../scratch.ts'

const header = [
  '#!/bin/sh',
  '### BEGIN INIT INFO',
  '# Provides: lsb other',
  '# Default-Start: 2 3',
  '### END INIT INFO',
]

/** The units generated for a tree; scripts may be executed but for those named. */
function generated(tree: Tree, plain: readonly string[] = []): Promise<Record<string, string | string[] | null>> {
  return inScratch(tree, root => {
    const files = realFiles()
    for (const [path, what] of Object.entries(tree)) {
      if (path.startsWith('init.d/') && Array.isArray(what) && !plain.includes(path)) {
        chmodSync(join(root, path), 0o755)
      }
    }
    const folders = { scripts: join(root, 'init.d'), runlevels: root, output: join(root, 'out') }
    const units = generateSysvUnits(files, readIndex(files, [join(root, 'units')]), folders)
    expect(writeSysvUnits(files, folders.output, units)).toEqual([])
    return readTree(join(root, 'out'))
  })
}

test('a script that a runlevel starts is wanted by its target', async () => {
  const made = await generated({
    'init.d/lsb': header,
    'rc2.d/S20lsb': '../init.d/lsb',
    'rc3.d/S20lsb': '../init.d/lsb',
    'rc5.d/S20lsb': '../init.d/lsb',
    'rc0.d/K20lsb': '../init.d/lsb',
  })
  expect(Object.keys(made).sort()).toEqual([
    'graphical.target.wants/',
    'graphical.target.wants/lsb.service',
    'lsb.service',
    'multi-user.target.wants/',
    'multi-user.target.wants/lsb.service',
    'other.service',
  ])
  expect(made['other.service']).toBe('lsb.service')
  expect(made['multi-user.target.wants/lsb.service']).toBe('../lsb.service')
})

test('a native unit, or a mask, stands in front of a script', async () => {
  const made = await generated({
    'init.d/native': header,
    'init.d/masked.sh': header,
    'init.d/aliased': header,
    'units/native.service': ['[Service]'],
    'units/masked.service': '/dev/null',
    'units/real.service': ['[Service]'],
    'units/aliased.service': 'real.service',
  })
  expect(made).toEqual({})
})

test('a name that a native unit has is no alias of a script', async () => {
  const made = await generated({ 'init.d/lsb': header, 'units/other.service': ['[Service]'] })
  expect(Object.keys(made)).toEqual(['lsb.service'])
})

test('what cannot be executed, and what a package manager left behind, is no script', async () => {
  const tree = { 'init.d/README': ['x'], 'init.d/a.dpkg-old': header, 'init.d/a~': header, 'init.d/folder/': null }
  expect(await generated(tree, ['init.d/README'])).toEqual({})
})

test('a system without init scripts has no units for them', async () => {
  expect(await generated({ 'units/': null })).toEqual({})
})

test('what was generated before is removed with its folders', async () => {
  const tree = { 'out/a.service': ['x'], 'out/m.target.wants/a.service': '../a.service', 'keep/a': ['x'] }
  await inScratch(tree, root => {
    emptyFolder(realFiles(), join(root, 'out'))
    expect(readTree(root)).toEqual({ 'keep/': null, 'keep/a': ['x'], 'out/': null })
  })
})
