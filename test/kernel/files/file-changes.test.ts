import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Files } from '#kernel/kernel.ts'
import { linuxKernel } from '#kernel/linux.ts'
import { ensureNative, productionAddon, startRig } from '../rig.ts'

let files: Files
let folder: string
beforeAll(() => {
  ensureNative()
  files = linuxKernel({ addonPath: productionAddon(), executorPath: '/nope', manager: false }).files
  folder = mkdtempSync('/tmp/berth-changes-')
})
afterAll(() => rmSync(folder, { recursive: true }))

const at = (name: string) => join(folder, name)
const errorOf = (result: { ok: boolean; error?: string }) => (result.ok ? 'ok' : result.error)

test('a file is replaced as a whole, with the mode asked for, and nothing else is left', () => {
  mkdirSync(at('atomic'))
  writeFileSync(at('atomic/file'), 'old')
  expect(files.writeAtomically(at('atomic/file'), 'new', 0o666)).toEqual({ ok: true })
  expect([readFileSync(at('atomic/file'), 'utf8'), statSync(at('atomic/file')).mode & 0o777]).toEqual(['new', 0o666])
  expect(readdirSync(at('atomic'))).toEqual(['file'])
})

test('a link is replaced, not followed, by an atomic write', () => {
  writeFileSync(at('target'), 'precious')
  symlinkSync('target', at('replaced'))
  expect(errorOf(files.writeAtomically(at('replaced'), Uint8Array.from([1, 2]), 0o600))).toBe('ok')
  expect([lstatSync(at('replaced')).isFile(), readFileSync(at('target'), 'utf8')]).toEqual([true, 'precious'])
})

test('an atomic write that fails leaves nothing behind', () => {
  mkdirSync(at('occupied/x'), { recursive: true })
  expect(errorOf(files.writeAtomically(at('occupied'), 'x', 0o600))).toBe('EISDIR')
  expect(errorOf(files.writeAtomically(at('nope/file'), 'x', 0o600))).toBe('ENOENT')
  expect(readdirSync(folder).filter(name => name.startsWith('.#'))).toEqual([])
})

test('writing in place keeps the file, and neither makes one nor waits for a reader', () => {
  writeFileSync(at('control'), 'a long value')
  const inode = statSync(at('control')).ino
  expect(errorOf(files.writeInPlace(at('control'), '7\n'))).toBe('ok')
  expect([readFileSync(at('control'), 'utf8'), statSync(at('control')).ino]).toEqual(['7\nlong value', inode])
  expect(errorOf(files.writeInPlace(at('missing'), 'x'))).toBe('ENOENT')
})

test('folders get their mode whatever the umask, with all their parents', () => {
  expect(errorOf(files.makeDirectory(at('one'), 0o777))).toBe('ok')
  expect(errorOf(files.makeDirectory(at('one'), 0o700))).toBe('EEXIST')
  expect(errorOf(files.makeDirectory(at('nope/two'), 0o700))).toBe('ENOENT')
  expect(errorOf(files.makeDirectories(at('a/b/c/'), 0o775))).toBe('ok')
  expect(errorOf(files.makeDirectories(at('a/b/c'), 0o700))).toBe('ok')
  expect(['one', 'a', 'a/b/c'].map(name => statSync(at(name)).mode & 0o777)).toEqual([0o777, 0o775, 0o775])
  writeFileSync(at('file'), '')
  expect(errorOf(files.makeDirectories(at('file'), 0o700))).toBe('EEXIST')
  expect(errorOf(files.makeDirectories(at('file/below'), 0o700))).toBe('ENOTDIR')
})

test('links, renames and removals act on the name itself', () => {
  expect(errorOf(files.makeLink('/dev/null', at('mask')))).toBe('ok')
  expect(errorOf(files.makeLink('/dev/null', at('mask')))).toBe('EEXIST')
  expect(readlinkSync(at('mask'))).toBe('/dev/null')
  expect(errorOf(files.rename(at('mask'), at('renamed')))).toBe('ok')
  expect(errorOf(files.unlink(at('renamed')))).toBe('ok')
  expect(errorOf(files.unlink(at('renamed')))).toBe('ENOENT')
  mkdirSync(at('full/x'), { recursive: true })
  expect(errorOf(files.removeDirectory(at('full')))).toBe('ENOTEMPTY')
  expect(errorOf(files.removeDirectory(at('full/x')))).toBe('ok')
})

test('mode and owner are changed, the owner of a link and not of its target', () => {
  writeFileSync(at('owned'), '')
  symlinkSync('owned', at('owned-link'))
  files.chmod(at('owned'), 0o4711)
  files.chown(at('owned-link'), 12, 34)
  expect(statSync(at('owned')).mode & 0o7777).toBe(0o4711)
  expect([statSync(at('owned')).uid, lstatSync(at('owned-link')).uid, lstatSync(at('owned-link')).gid]).toEqual([
    0, 12, 34,
  ])
})

test('a tree is removed, but what its links point to stays', async () => {
  mkdirSync(at('tree/deep/deeper'), { recursive: true })
  mkdirSync(at('outside'))
  writeFileSync(at('outside/precious'), '')
  for (let i = 0; i < 500; i++) {
    writeFileSync(at(`tree/deep/${i}`), '')
  }
  symlinkSync(at('outside'), at('tree/deep/link'))
  symlinkSync('/nope', at('tree/dangling'))
  expect(await files.removeTree(at('tree'))).toEqual({ ok: true })
  expect([existsSync(at('tree')), existsSync(at('outside/precious'))]).toEqual([false, true])
})

test('a tree that is a file or a link is that alone', async () => {
  symlinkSync(at('outside'), at('link-to-tree'))
  expect(errorOf(await files.removeTree(at('link-to-tree')))).toBe('ok')
  expect(existsSync(at('outside/precious'))).toBe(true)
  expect(errorOf(await files.removeTree(at('no-tree')))).toBe('ENOENT')
})

test('what may not be removed is reported, the rest goes', async () => {
  mkdirSync(at('mixed/locked'), { recursive: true })
  writeFileSync(at('mixed/locked/file'), '')
  writeFileSync(at('mixed/free'), '')
  files.chown(at('mixed'), 65534, 65534)
  files.chmod(folder, 0o755)
  const plain = await startRig({ uid: 65534 })
  expect(await plain.run(({ files: theirs }, _, path) => theirs.removeTree(path), at('mixed'))).toEqual({
    ok: false,
    error: 'EACCES',
  })
  await plain.stop()
  expect(readdirSync(at('mixed'))).toEqual(['locked'])
})

test('a lock is held by one at a time, also within one process, until it is released', async () => {
  const path = at('lock')
  const first = files.tryLock(path)
  expect([first.ok, files.tryLock(path), files.tryLock(at('nope/lock'))]).toEqual([
    true,
    { ok: false, error: 'EAGAIN' },
    { ok: false, error: 'ENOENT' },
  ])
  if (first.ok) {
    first.value.release()
  }
  const other = await startRig()
  expect(await other.run(({ files: theirs }, _, given) => theirs.tryLock(given).ok, path)).toBe(true)
  expect(errorOf(files.tryLock(path))).toBe('EAGAIN')
  await other.stop()
  expect(errorOf(files.tryLock(path))).toBe('ok')
})
