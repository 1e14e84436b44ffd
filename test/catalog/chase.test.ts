import { expect, test } from '@jest/globals'
import { chase, outer, treeOf } from '#catalog/chase.ts'
import { inScratch, realFiles, type Tree } from './scratch.ts'

const tree: Tree = {
  'usr/lib/a': ['x'],
  lib: '/usr/lib',
  'etc/up': '../usr/lib/a',
  'etc/out': '../../../../../usr',
  'etc/loop': 'loop',
  file: ['x'],
}

function chased(path: string, last?: 'keep') {
  return inScratch(tree, root => {
    const found = chase(treeOf(realFiles(), `${root}/`), path, last)
    return found.ok ? found.value : found.error
  })
}

test('links are followed as if the root were /', async () => {
  expect(await chased('/lib/a')).toBe('/usr/lib/a')
  expect(await chased('/etc/up')).toBe('/usr/lib/a')
  expect(await chased('/etc/out/lib')).toBe('/usr/lib')
})

test('a link in the last place can stay', async () => {
  expect(await chased('/etc/up', 'keep')).toBe('/etc/up')
  expect(await chased('/lib/a', 'keep')).toBe('/usr/lib/a')
})

test('names that do not exist stay as they are said', async () => {
  expect(await chased('/lib/gone/./x/../y')).toBe('/usr/lib/gone/y')
  expect(await chased('/..//')).toBe('/')
})

test('links in a circle, and files in the way, are errors', async () => {
  expect(await chased('/etc/loop')).toBe('ELOOP')
  expect(await chased('/file/x')).toBe('ENOTDIR')
})

test('outer paths have the root in front', () => {
  expect(outer(treeOf(realFiles(), '/image/'), '/etc')).toBe('/image/etc')
})
