import {
  chownSync,
  closeSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { chase, chaseParent } from '#kernel/files/chase.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-chase-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Where a path leads, and whether a user could have laid the way. */
function way(path: string): { readonly to: string; readonly isSafe: boolean } | string {
  const chased = chase(path)
  if (!chased.ok) {
    return chased.error
  }
  const to = readlinkSync(`/proc/self/fd/${chased.value.fd}`)
  closeSync(chased.value.fd)
  return { to, isSafe: chased.value.isSafe }
}

const asRoot = process.getuid?.() === 0 ? test : test.skip

test('leads through links, relative and absolute, and through ..', () => {
  mkdirSync(join(folder, 'a/b'), { recursive: true })
  writeFileSync(join(folder, 'file'), '')
  symlinkSync('../../file', join(folder, 'a/b/relative'))
  symlinkSync(join(folder, 'a/b/relative'), join(folder, 'absolute'))
  expect(way(join(folder, 'absolute'))).toMatchObject({ to: join(folder, 'file') })
  expect(way(`${folder}/a/../a/./b/relative`)).toMatchObject({ to: join(folder, 'file') })
})

test('says what is missing, what is no folder, and what leads round in a circle', () => {
  writeFileSync(join(folder, 'file'), '')
  symlinkSync('circle', join(folder, 'circle'))
  expect(way(join(folder, 'none'))).toBe('ENOENT')
  expect(way(join(folder, 'file/x'))).toBe('ENOTDIR')
  expect(way(join(folder, 'circle'))).toBe('ELOOP')
})

asRoot('a way of root’s, or of one user’s only, is safe', () => {
  mkdirSync(join(folder, 'home'))
  chownSync(join(folder, 'home'), 1000, 1000)
  writeFileSync(join(folder, 'home/own'), '')
  chownSync(join(folder, 'home/own'), 1000, 1000)
  symlinkSync('home/own', join(folder, 'link'))
  expect(way(join(folder, 'link'))).toMatchObject({ to: join(folder, 'home/own'), isSafe: true })
})

asRoot.each([
  ['a link to a file of root’s', 'root-link'],
  ['a link that leads up to root’s', 'up-link'],
  ['a file of root’s in the folder of a user', 'of-root'],
  ['another user’s file there', 'of-other'],
])('a way that a user could have laid is not: %s', (_, name) => {
  const home = join(folder, 'home')
  mkdirSync(home)
  writeFileSync(join(folder, 'secret'), '')
  symlinkSync(join(folder, 'secret'), join(home, 'root-link'))
  symlinkSync('../secret', join(home, 'up-link'))
  writeFileSync(join(home, 'of-root'), '')
  writeFileSync(join(home, 'of-other'), '')
  chownSync(home, 1000, 1000)
  for (const link of ['root-link', 'up-link']) {
    lchownSync(join(home, link), 1000, 1000)
  }
  chownSync(join(home, 'of-other'), 1001, 1001)
  expect(way(join(home, name))).toMatchObject({ isSafe: false })
})

test('the folder that a name is in, for what shall be removed', () => {
  const parent = chaseParent(join(folder, 'gone'))
  expect(parent).toMatchObject({ ok: true, value: { name: 'gone' } })
  if (parent.ok) {
    closeSync(parent.value.fd)
  }
})
