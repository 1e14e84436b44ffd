import { expect, test } from '@jest/globals'
import type { Kernel, Outcome } from '#kernel/kernel.ts'
import { prepare } from '#manager/life/prepare.ts'
import { systemRealm } from '#manager/realm.ts'
import { type MachineFacts, surroundings } from '../../fake/surroundings.ts'

const own = '0123456789abcdef0123456789abcdef'
const uuid = 'fedcba98-7654-3210-fedc-ba9876543210'

/** Prepares a machine, and tells what was written and what could not be. */
function prepared(facts: MachineFacts, denied: Readonly<Record<string, 'EROFS' | 'EACCES'>> = {}) {
  const { files, host } = surroundings(facts).kernel
  const written: Record<string, string> = {}
  const write = (path: string, content: string | Uint8Array): Outcome<void> => {
    const errno = denied[path]
    if (errno !== undefined) {
      return { ok: false, error: errno }
    }
    written[path] = String(content).trim()
    return { ok: true, value: undefined }
  }
  const kernel = {
    host,
    files: {
      ...files,
      writeAtomically: write,
      writeInPlace: write,
      makeLink: (target: string, path: string) => write(path, target),
      makeDirectories: (): Outcome<void> => ({ ok: true, value: undefined }),
    },
  } as unknown as Kernel
  const failures = prepare(kernel, systemRealm(host, ''))
  return { written, failures }
}

test('a machine ID that is there stays, in /etc or in /run', () => {
  for (const path of ['/etc/machine-id', '/run/machine-id']) {
    const { written } = prepared({ files: { [path]: `${own}\n` } })
    expect(Object.keys(written)).not.toContainEqual(expect.stringContaining('machine-id'))
  }
})

test('a machine ID is made of D-Bus\u2019 file, of $container_uuid, or by chance', () => {
  const environment = new Map([['container_uuid', uuid]])
  const dbus = { '/etc/machine-id': 'uninitialized\n', '/var/lib/dbus/machine-id': `${own}\n` }
  expect(prepared({ files: dbus, host: { environment } }).written['/etc/machine-id']).toBe(own)
  expect(prepared({ host: { environment } }).written['/etc/machine-id']).toBe(uuid.replaceAll('-', ''))
  expect(prepared({}).written['/etc/machine-id']).toBe('00000000000040008000000000000000')
})

test('where /etc is read-only the machine ID is in /run, and where that is too it is told once', () => {
  const readOnly = { '/etc/machine-id': 'EROFS', '/etc/mtab': 'EROFS' } as const
  expect(prepared({}, readOnly)).toMatchObject({ written: { '/run/machine-id': expect.any(String) }, failures: [] })
  expect(prepared({}, { ...readOnly, '/run/machine-id': 'EACCES' }).failures).toEqual([
    'Cannot write /etc/machine-id or /run/machine-id: Permission denied. Units that use %m fail.',
  ])
})

test('the host is named as /etc/hostname says, where it is named otherwise', () => {
  const files = { '/etc/hostname': '# mine\nbox.example\n', '/proc/sys/kernel/hostname': 'other\n' }
  expect(prepared({ files }).written['/proc/sys/kernel/hostname']).toBe('box.example')
  expect(prepared({ files }, { '/proc/sys/kernel/hostname': 'EROFS' }).failures).toEqual([
    'Cannot name the host box.example as /etc/hostname says: Read-only file system. It stays other.',
  ])
  const same = { ...files, '/proc/sys/kernel/hostname': 'box.example\n' }
  expect(prepared({ files: same }).written['/proc/sys/kernel/hostname']).toBeUndefined()
})

test('/etc/mtab and /run/systemd/container are for programs that look there; beside a foreign PID 1 they are not ours', () => {
  const environment = new Map([['container', 'podman']])
  expect(prepared({ host: { environment } }).written).toMatchObject({
    '/etc/mtab': '../proc/self/mounts',
    '/run/systemd/container': 'podman',
  })
  expect(Object.keys(prepared({ host: { environment, pid: 7 } }).written)).toEqual(['/etc/machine-id'])
})
