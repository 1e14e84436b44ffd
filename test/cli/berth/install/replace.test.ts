// Installing into a root and taking it away again: what was there before is there afterwards, whatever happened in between.
import {
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
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeEach, expect, test } from '@jest/globals'
import { install, uninstall } from '#cli/berth/install/replace.ts'
import { findLibrary } from '#kernel/library.ts'
import { linuxKernel } from '#kernel/linux.ts'
import type { Place } from '#provision/place.ts'

const kernel = linuxKernel({ ...findLibrary(), manager: false })
const temporary = mkdtempSync(join(tmpdir(), 'berth-install-'))
const folder = join(temporary, 'package')
const from = { folder, node: join(folder, 'the-node'), machine: 'x64' }
let root = ''
let place: Place

const list = {
  x64: [
    { path: '/usr/bin/systemctl', mode: 0o755, from: 'x64/launcher' },
    { path: '/usr/sbin/init', target: '/usr/bin/systemctl' },
    { path: '/usr/lib/berth/node', mode: 0o755, from: '@node' },
    { path: '/usr/lib/lsb/hook', mode: 0o644, from: 'shared/hook' },
    { path: '/etc/dpkg/dpkg.cfg.d/berth', mode: 0o644, from: 'shared/dpkg' },
  ],
}

function write(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text, { mode })
}

beforeEach(() => {
  rmSync(temporary, { recursive: true, force: true })
  for (const [name, text] of Object.entries({
    'tree.json': JSON.stringify(list),
    'x64/launcher': 'ours',
    'the-node': 'node',
    'shared/hook': 'hook',
    'shared/dpkg': 'hook of dpkg',
  })) {
    write(join(folder, name), text)
  }
  root = join(temporary, 'root')
  write(join(root, 'usr/bin/systemctl'), 'theirs', 0o711)
  place = { kernel, root, scope: 'system', dryRun: false, say: () => undefined }
})

afterAll(() => rmSync(temporary, { recursive: true, force: true }))

/** Everything below the root: what files say, where links lead. */
function tree(): Readonly<Record<string, string>> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true })
  const named = entries.map(entry => {
    const path = join(entry.parentPath, entry.name)
    const text = entry.isSymbolicLink() ? `-> ${readlinkSync(path)}` : entry.isFile() ? readFileSync(path, 'utf8') : '/'
    return [path.slice(root.length), text] as const
  })
  return Object.fromEntries(named.toSorted())
}

test('uninstalling gives back what installing replaced, with its mode, and leaves no folder', async () => {
  const before = tree()
  expect(await install(place, from)).toEqual({ ok: true, value: 5 })
  expect(tree()).toMatchObject({
    '/usr/bin/systemctl': 'ours',
    '/usr/sbin/init': '-> /usr/bin/systemctl',
    '/usr/lib/berth/node': 'node',
    '/etc/dpkg/dpkg.cfg.d/berth': 'hook of dpkg',
  })
  expect(statSync(join(root, 'usr/bin/systemctl')).mode & 0o777).toBe(0o755)
  expect(await uninstall(place)).toEqual({ ok: true, value: { restored: 1, removed: 4 } })
  expect(tree()).toEqual(before)
  expect(statSync(join(root, 'usr/bin/systemctl')).mode & 0o777).toBe(0o711)
})

test('installing twice does not take ours for what was there before', async () => {
  const before = tree()
  await install(place, from)
  write(join(folder, 'x64/launcher'), 'newer')
  await install(place, from)
  expect(tree()['/usr/bin/systemctl']).toBe('newer')
  await uninstall(place)
  expect(tree()).toEqual(before)
})

test('an installation cut off in the middle is taken back', async () => {
  const before = tree()
  rmSync(join(folder, 'shared/hook'))
  expect((await install(place, from)).ok).toBe(false)
  expect(tree()['/usr/bin/systemctl']).toBe('ours')
  expect((await uninstall(place)).ok).toBe(true)
  expect(tree()).toEqual(before)
})

test('where /bin, /sbin and /lib are folders each name is there, too', async () => {
  for (const name of ['bin', 'sbin', 'lib']) {
    mkdirSync(join(root, name))
  }
  const before = tree()
  await install(place, from)
  expect(tree()).toMatchObject({
    '/bin/systemctl': '-> /usr/bin/systemctl',
    '/sbin/init': '-> /usr/bin/systemctl',
    '/lib/lsb/hook': '-> /usr/lib/lsb/hook',
  })
  expect(tree()['/lib/berth/node']).toBeUndefined()
  await uninstall(place)
  expect(tree()).toEqual(before)
})

test("links of the root's own lead nowhere outside of it", async () => {
  rmSync(join(root, 'usr/bin'), { recursive: true })
  symlinkSync('/programs', join(root, 'usr/bin'))
  mkdirSync(join(root, 'programs'))
  expect((await install(place, from)).ok).toBe(true)
  expect(tree()['/programs/systemctl']).toBe('ours')
})

test('what packages bring goes aside by diversions, and comes back in the end', async () => {
  const foreign = '/usr/bin/a\n/usr/bin/a.distrib\nother\n'
  write(join(root, 'var/lib/dpkg/diversions'), foreign)
  mkdirSync(join(root, 'var/lib/dpkg/info'))
  symlinkSync('usr/bin', join(root, 'bin'))
  await install(place, from)
  const list = tree()['/var/lib/dpkg/diversions']
  expect(list).toContain('/usr/bin/systemctl\n/usr/lib/berth/replaced/usr/bin/systemctl\n:\n')
  expect(list).toContain('/sbin/init\n/usr/lib/berth/replaced/sbin/init\n:\n')
  expect(list).not.toContain('berth/node')
  write(join(root, 'usr/lib/berth/replaced/bin/systemctl'), 'upgraded')
  write(join(root, 'usr/lib/berth/replaced/usr/sbin/init'), 'installed later')
  await uninstall(place)
  expect(tree()).toMatchObject({
    '/usr/bin/systemctl': 'upgraded',
    '/usr/sbin/init': 'installed later',
    '/var/lib/dpkg/diversions': foreign,
  })
})

test('a damaged record, and none, are told and change nothing', async () => {
  expect(await uninstall(place)).toMatchObject({ ok: false })
  write(join(root, 'usr/lib/berth/installed.json'), '{"entries":[{"path":"../x"}]}')
  const before = tree()
  expect(await uninstall(place)).toMatchObject({ ok: false, error: expect.stringContaining('damaged') })
  expect(tree()).toEqual(before)
})

test('installing again mends a damaged record', async () => {
  const before = tree()
  await install(place, from)
  write(join(root, 'usr/lib/berth/installed.json'), '{')
  await install(place, from)
  expect((await uninstall(place)).ok).toBe(true)
  expect(tree()).toMatchObject(before)
})
