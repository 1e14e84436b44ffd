import { linkSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
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
  folder = mkdtempSync('/tmp/berth-nodes-')
})
afterAll(() => rmSync(folder, { recursive: true }))

const at = (name: string) => join(folder, name)
const errorOf = (result: { ok: boolean; error?: string }) => (result.ok ? 'ok' : result.error)

test('a new file has the mode asked for, and nothing that is there is touched', () => {
  expect(errorOf(files.createFile(at('new'), 'x\udcff', 0o666))).toBe('ok')
  expect([lstatSync(at('new')).mode & 0o7777, [...readFileSync(at('new'))]]).toEqual([0o666, [120, 255]])
  symlinkSync('nowhere', at('dangling'))
  expect(errorOf(files.createFile(at('new'), '', 0o600))).toBe('EEXIST')
  expect(errorOf(files.createFile(at('dangling'), '', 0o600))).toBe('EEXIST')
})

test('overwriting empties a file and keeps its mode; a link is refused', () => {
  writeFileSync(at('old'), 'long content', { mode: 0o640 })
  expect(errorOf(files.overwriteFile(at('old'), 'short', 0o666))).toBe('ok')
  expect([readFileSync(at('old'), 'utf8'), lstatSync(at('old')).mode & 0o777]).toEqual(['short', 0o640])
  symlinkSync('old', at('to-old'))
  expect(errorOf(files.overwriteFile(at('to-old'), '', 0o666))).toBe('ELOOP')
})

test('appending follows links and makes no file', () => {
  writeFileSync(at('log'), 'a')
  symlinkSync('log', at('to-log'))
  expect(errorOf(files.writeSafely(at('to-log'), 'b', true))).toBe('ok')
  expect(readFileSync(at('log'), 'utf8')).toBe('ab')
  expect(errorOf(files.writeSafely(at('missing'), 'b', true))).toBe('ENOENT')
})

test('times are set to the microsecond, and names are counted', () => {
  writeFileSync(at('timed'), '')
  linkSync(at('timed'), at('second-name'))
  expect(errorOf(files.setTimes(at('timed'), 1_000_000_000_000_000n, 1_000_000_001_500_000n))).toBe('ok')
  const details = files.details(at('timed'))
  expect(details.ok && [details.value.accessedUs, details.value.links]).toEqual([1_000_000_000_000_000n, 2])
  const status = files.linkStatus(at('timed'))
  expect(status.ok && status.value.modifiedUs).toBe(1_000_000_001_500_000n)
  expect(errorOf(files.details(at('missing')))).toBe('ENOENT')
})

test('the content of a file is copied into a new one only', () => {
  writeFileSync(at('source'), 'content')
  expect(errorOf(files.copyFile(at('source'), at('copy')))).toBe('ok')
  expect(readFileSync(at('copy'), 'utf8')).toBe('content')
  expect(errorOf(files.copyFile(at('source'), at('copy')))).toBe('EEXIST')
})

test('a device node is made where we may, and tells what it stands for', () => {
  const made = files.makeNode(at('null'), 'character', 0o666, 1, 3)
  if (!made.ok) {
    return expect(made.error).toBe('EPERM')
  }
  const details = files.details(at('null'))
  expect(details.ok && details.value.node).toBe('1:3')
  expect([lstatSync(at('null')).isCharacterDevice(), lstatSync(at('null')).mode & 0o777]).toEqual([true, 0o666])
})

test('a FIFO needs no rights', () => {
  expect(errorOf(files.makeNode(at('fifo'), 'fifo', 0o622, 0, 0))).toBe('ok')
  expect([lstatSync(at('fifo')).isFIFO(), lstatSync(at('fifo')).mode & 0o777]).toEqual([true, 0o622])
})

test('a mode is not set through a link', () => {
  writeFileSync(at('secret'), '', { mode: 0o600 })
  symlinkSync('secret', at('to-secret'))
  expect(errorOf(files.chmodItself(at('to-secret'), 0o666))).toBe('ELOOP')
  expect(errorOf(files.chmodItself(at('secret'), 0o640))).toBe('ok')
  expect(lstatSync(at('secret')).mode & 0o777).toBe(0o640)
})

test('an open folder stays the same when its path becomes another', () => {
  mkdirSync(at('before'))
  symlinkSync('before', at('to-before'))
  expect(errorOf(files.openFolder(at('to-before')))).toBe('ENOTDIR')
  const open = files.openFolder(at('before'))
  if (!open.ok) {
    throw new Error(open.error)
  }
  files.rename(at('before'), at('after'))
  expect(errorOf(files.createFile(`${open.value.at}/inside`, '', 0o644))).toBe('ok')
  expect(lstatSync(at('after/inside')).isFile()).toBe(true)
  expect(open.value.lock()).toBe(true)
  const again = files.openFolder(at('after'))
  expect(again.ok && again.value.lock()).toBe(false)
  open.value.close()
  if (again.ok) {
    again.value.close()
  }
})

test('a folder is locked once; a record lock keeps other processes out', async () => {
  mkdirSync(at('folder'))
  const first = files.tryLockExisting(at('folder'))
  expect(errorOf(first)).toBe('ok')
  expect(errorOf(files.tryLockExisting(at('folder')))).toBe('EAGAIN')
  if (first.ok) {
    first.value.release()
  }
  expect(errorOf(files.tryLockExisting(at('missing')))).toBe('ENOENT')

  const rig = await startRig({ role: 'command' })
  const lockThere = (path: string) =>
    rig.run((kernel, _tools, file: string) => {
      const taken = kernel.files.tryRecordLock(file)
      return taken.ok ? 'ok' : taken.error
    }, path)
  const held = files.tryRecordLock(at('.pwd.lock'))
  expect(await lockThere(at('.pwd.lock'))).toBe('EAGAIN')
  if (held.ok) {
    held.value.release()
  }
  expect(await lockThere(at('.pwd.lock'))).toBe('ok')
  await rig.stop()
})
