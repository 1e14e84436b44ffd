import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Files, Sockets } from '#kernel/kernel.ts'
import { linuxKernel } from '#kernel/linux.ts'
import { ensureNative, productionAddon, startRig } from '../rig.ts'

let files: Files
let sockets: Sockets
let folder: string
beforeAll(() => {
  ensureNative()
  const kernel = linuxKernel({ addonPath: productionAddon(), executorPath: '/nope', manager: false })
  files = kernel.files
  sockets = kernel.sockets
  folder = mkdtempSync('/tmp/berth-files-')
  writeFileSync(join(folder, 'file'), 'content')
  symlinkSync('file', join(folder, 'link'))
  symlinkSync('nowhere', join(folder, 'dangling'))
  mkdirSync(join(folder, 'sub'))
  sockets.makeFifo(join(folder, 'fifo'), 0o600)
})
afterAll(() => rmSync(folder, { recursive: true }))

const at = (name: string) => join(folder, name)
const errors = (...results: { ok: boolean; error?: string }[]) =>
  results.map(result => (result.ok ? 'ok' : result.error))

test('a file is read as bytes or as text, links followed', () => {
  expect(files.readText(at('file'), 100)).toEqual({ ok: true, value: 'content' })
  expect(files.readText(at('link'), 7)).toEqual({ ok: true, value: 'content' })
  const bytes = files.readBytes(at('file'), 100)
  expect(bytes.ok && Buffer.from(bytes.value).toString()).toBe('content')
})

test('bytes that are not UTF-8 come through a file, its name and back', () => {
  const path = at('\udcff\udc80')
  expect(files.writeAtomically(path, 'caf\udce9', 0o644)).toEqual({ ok: true })
  expect(files.readBytes(path, 10)).toEqual({ ok: true, value: Buffer.from([99, 97, 102, 0xe9]) })
  expect(files.readText(path, 10)).toEqual({ ok: true, value: 'caf\udce9' })
  const names = files.list(folder)
  expect(names.ok && names.value.map(entry => entry.name)).toContain('\udcff\udc80')
})

test('a file larger than allowed is EFBIG, one just as large is read', () => {
  expect(errors(files.readBytes(at('file'), 6), files.readBytes(at('file'), 7))).toEqual(['EFBIG', 'ok'])
})

test('files of /proc, which tell no size, are read whole', () => {
  const status = files.readText('/proc/self/status', 100_000)
  expect(status.ok && status.value).toMatch(/^Name:.*voluntary_ctxt_switches/s)
  expect(errors(files.readBytes('/proc/self/status', 100))).toEqual(['EFBIG'])
  const large = files.readText('/proc/kallsyms', 100_000_000)
  expect(large.ok && large.value.length).toBeGreaterThan(100_000)
})

test('what is no regular file is refused at once: a folder, a FIFO nobody writes to, a device, a socket', async () => {
  const server = createServer().listen(at('socket'))
  await new Promise(resolve => server.once('listening', resolve))
  const results = ['sub', 'fifo', 'socket'].map(name => files.readBytes(at(name), 10))
  expect(errors(...results, files.readBytes('/dev/zero', 10))).toEqual(['EISDIR', 'EBADFD', 'ENXIO', 'EBADFD'])
  server.close()
})

test('what is missing is ENOENT everywhere; a path through a file is for status, and ENOTDIR for what opens it', () => {
  const calls = [files.readBytes, files.readText].map(read => read(at('nope'), 10))
  const rest = [files.status, files.linkStatus, files.readLink, files.realPath, files.list].map(call =>
    call(at('nope')),
  )
  expect(new Set(errors(...calls, ...rest))).toEqual(new Set(['ENOENT']))
  expect(errors(files.status(at('file/x')), files.readBytes(at('file/x'), 9), files.list(at('file')))).toEqual([
    'ENOENT',
    'ENOTDIR',
    'ENOTDIR',
  ])
})

test('status follows links, linkStatus does not', () => {
  expect(files.status(at('link'))).toMatchObject({ value: { kind: 'file', sizeBytes: 7, mode: 0o644, uid: 0, gid: 0 } })
  expect(files.linkStatus(at('link'))).toMatchObject({ value: { kind: 'symlink', sizeBytes: 4 } })
  expect(errors(files.status(at('dangling')), files.linkStatus(at('dangling')))).toEqual(['ENOENT', 'ok'])
  const status = files.status(at('file'))
  const nowUs = BigInt(Date.now()) * 1000n
  expect(status.ok && nowUs - status.value.modifiedUs < 60_000_000n && status.value.inode > 0n).toBe(true)
})

test.each([
  ['file', 'file'],
  ['sub', 'directory'],
  ['fifo', 'fifo'],
  ['/dev/null', 'character-device'],
])('the kind of %s is %s', (name, kind) => {
  expect(files.status(name.startsWith('/') ? name : at(name))).toMatchObject({ value: { kind } })
})

test('a link says its target, a real path has none left in it', () => {
  expect(files.readLink(at('link'))).toEqual({ ok: true, value: 'file' })
  expect(files.realPath(at('sub/../link'))).toEqual({ ok: true, value: at('file') })
  expect(errors(files.readLink(at('file')))).toEqual(['EINVAL'])
})

test('a folder lists names with kinds, links as links, without . and ..', () => {
  const list = files.list(folder)
  const found = list.ok ? Object.fromEntries(list.value.map(({ name, kind }) => [name, kind])) : {}
  expect(found).toMatchObject({ file: 'file', link: 'symlink', dangling: 'symlink', sub: 'directory', fifo: 'fifo' })
  expect(Object.keys(found)).not.toContain('.')
})

test('access asks for existence and rights, of the effective user', async () => {
  chmodSync(at('file'), 0o644)
  expect(['exists', 'read', 'write', 'execute'].map(what => files.access(at('file'), what as 'exists'))).toEqual([
    true,
    true,
    true,
    false,
  ])
  expect([files.access(at('dangling'), 'exists'), files.access(at('nope'), 'exists')]).toEqual([false, false])
  const plain = await startRig({ uid: 65534 })
  expect(await plain.run(kernel => kernel.files.access('/etc/passwd', 'write'))).toBe(false)
  await plain.stop()
})

test('a read-only file system is told from one that is not', () => {
  expect([files.readOnlyFileSystem(folder), files.readOnlyFileSystem('/nope')]).toEqual([false, false])
})
