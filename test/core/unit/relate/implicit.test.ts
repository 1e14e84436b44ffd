import { expect, test } from '@jest/globals'
import type { Relation } from '#core/unit/relation.ts'
import { configured, load, loadService } from '../../../fake/load.ts'

function service(lines: string, around?: Parameters<typeof loadService>[1]) {
  const { unit } = loadService(lines, around)
  if (unit.type !== 'service') {
    throw new Error('no service')
  }
  return { ...unit, to: (relation: Relation) => [...(unit.relations.get(relation) ?? [])] }
}

test('output goes to the journal unless the input is a terminal or a socket, or something was said', () => {
  expect(service('').exec.StandardOutput.to).toBe('journal')
  expect(service('StandardInput=tty').exec.StandardOutput.to).toBe('inherit')
  expect(service('StandardOutput=null').exec).toMatchObject({
    StandardOutput: { to: 'null' },
    StandardError: { to: 'inherit' },
  })
  expect(service('StandardInputText=x').exec.StandardInput.from).toBe('data')
})

test('the manager decides where output goes of which nothing is said', () => {
  const around = configured('[Manager]\nDefaultStandardOutput=null\nDefaultStandardError=tty\n')
  expect(service('', around).exec).toMatchObject({ StandardOutput: { to: 'null' }, StandardError: { to: 'tty' } })
})

test('DynamicUser= brings its sandbox along', () => {
  expect(service('DynamicUser=yes').exec).toMatchObject({
    User: 'a',
    Group: 'a',
    PrivateTmp: 'disconnected',
    RemoveIPC: true,
    ProtectSystem: 'strict',
    ProtectHome: 'read-only',
    NoNewPrivileges: true,
    RestrictSUIDSGID: true,
  })
  expect(service('DynamicUser=yes\nUser=x').exec).toMatchObject({ User: 'x', Group: 'x' })
})

test('sandboxing takes away the capabilities that would undo it', () => {
  const mknod = 1n << 27n
  expect(service('').exec.CapabilityBoundingSet).toBeNull()
  expect((service('PrivateDevices=yes').exec.CapabilityBoundingSet ?? 0n) & mknod).toBe(0n)
  expect(service('PrivateDevices=yes\nCapabilityBoundingSet=CAP_MKNOD CAP_CHOWN').exec.CapabilityBoundingSet).toBe(1n)
})

test('PrivateDevices= closes the devices, unless their policy was said', () => {
  expect(service('PrivateDevices=yes').resource.DevicePolicy).toBe('closed')
  expect(service('PrivateDevices=yes\nDevicePolicy=strict').resource.DevicePolicy).toBe('strict')
})

test('folders a service asks for must be mounted, and come after what mounts them', () => {
  const unit = service('StateDirectory=b a\nWorkingDirectory=-/srv')
  expect(unit.unit.RequiresMountsFor).toEqual(['/var/lib/b', '/var/lib/a'].sort())
  expect(unit.unit.WantsMountsFor).toEqual(['/srv'])
  expect(unit.to('After')).toContain('systemd-remount-fs.service')
})

test('PrivateTmp= waits for the folders of temporary files', () => {
  const unit = service('PrivateTmp=yes')
  expect(unit.unit.WantsMountsFor).toEqual(['/tmp', '/var/tmp'])
  expect(unit.to('After')).toContain('systemd-tmpfiles-setup.service')
})

test('a journal of its own brings its sockets', () => {
  const unit = service('LogNamespace=x')
  expect(unit.to('Requires')).toContain('systemd-journald@x.socket')
  expect(unit.to('After')).not.toContain('systemd-journald.socket')
})

test('a unit is in the slice it names, or the one for everything', () => {
  expect(service('').to('InSlice')).toEqual(['system.slice'])
  expect(service('Slice=a-b.slice').to('InSlice')).toEqual(['a-b.slice'])
  const slice = load('a-b.slice', '[Slice]\n').unit
  expect([...(slice.relations.get('InSlice') ?? [])]).toEqual(['a.slice'])
})
