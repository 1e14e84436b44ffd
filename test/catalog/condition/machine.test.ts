import { expect, test } from '@jest/globals'
import { ask, whichHold } from './ask.ts'

test('Architecture knows the name of the machine and `native`', () => {
  expect(whichHold('Architecture', ['x86-64', 'native', 'arm64', 'bogus'])).toEqual(['x86-64', 'native'])
})

test('Host is a pattern for the name in any case, or the id of the machine', () => {
  const facts = { host: { hostname: 'web-1' }, files: { '/etc/machine-id': 'fedcba9876543210fedcba9876543210\n' } }
  const ids = ['fedcba9876543210fedcba9876543210', 'FEDCBA98-7654-3210-fedc-ba9876543210', '0'.repeat(32)]
  expect(whichHold('Host', ['web-1', 'WEB-?', 'web', ...ids], facts)).toEqual(['web-1', 'WEB-?', ...ids.slice(0, 2)])
})

test('KernelCommandLine finds an option alone or with its value', () => {
  const files = { '/proc/cmdline': 'quiet root=/dev/sda "a b=c d"\n' }
  const asked = ['quiet', 'root', 'root=/dev/sda', 'root=/dev/sdb', 'qui', 'a b']
  expect(whichHold('KernelCommandLine', asked, { files })).toEqual(['quiet', 'root', 'root=/dev/sda', 'a b'])
})

test('KernelCommandLine in a container asks the arguments of the first process', () => {
  const files = { '/.dockerenv': '', '/proc/cmdline': 'quiet', '/proc/1/cmdline': '/sbin/init\0debug\0' }
  expect(whichHold('KernelCommandLine', ['quiet', 'debug'], { files })).toEqual(['debug'])
})

test('Firmware reads the device tree and the fields of SMBIOS', () => {
  const files = {
    '/sys/firmware/devicetree/base': null,
    '/proc/device-tree/compatible': 'vendor,board\0soc\0',
    '/sys/class/dmi/id/sys_vendor': 'ACME\n',
    '/sys/firmware/efi': null,
  }
  const asked = [
    'device-tree',
    'device-tree-compatible(soc)',
    'device-tree-compatible(other)',
    'smbios-field(sys_vendor = ACME)',
    'smbios-field(sys_vendor $= AC*)',
    'smbios-field(sys_vendor != ACME)',
    'smbios-field(nothing != ACME)',
    'uefi',
    'bogus',
  ]
  expect(whichHold('Firmware', asked, { files })).toEqual([asked[0], asked[1], asked[3], asked[4], 'uefi'])
  expect(ask('Firmware', 'smbios-field(sys_vendor)', { files })).toBe('EINVAL')
})

test('Firmware and Security keep to what a container can know', () => {
  const files = {
    '/.dockerenv': '',
    '/sys/firmware/efi': null,
    '/sys/class/tpmrm/tpmrm0': null,
    '/proc/self/loginuid': '0',
  }
  expect(ask('Firmware', 'uefi', { files })).toBe(false)
  expect(whichHold('Security', ['tpm2', 'uefi-secureboot', 'audit', 'selinux', 'toString'], { files })).toEqual([
    'audit',
  ])
})

test('ACPower holds where nothing runs down, or something is plugged in', () => {
  const supply = (name: string, rows: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(rows).map(([key, row]) => [`/sys/class/power_supply/${name}/${key}`, `${row}\n`]))
  const battery = supply('BAT0', { type: 'Battery', status: 'Discharging' })
  expect(ask('ACPower', 'yes')).toBe(true)
  expect(ask('ACPower', 'yes', { files: battery })).toBe(false)
  expect(ask('ACPower', 'no', { files: battery })).toBe(true)
  expect(ask('ACPower', 'yes', { files: { ...battery, ...supply('AC', { type: 'Mains', online: '1' }) } })).toBe(true)
  expect(ask('ACPower', 'maybe')).toBe('EINVAL')
})
