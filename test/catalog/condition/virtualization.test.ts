import { expect, test } from '@jest/globals'
import { detectVirtualization } from '#catalog/condition/virtualization.ts'
import { type MachineFacts, surroundings } from '../../fake/surroundings.ts'
import { whichHold } from './ask.ts'

const words = ['yes', 'no', 'true', 'vm', 'container', 'docker', 'kvm', 'none', 'bogus', 'private-users']
const seen = (facts: MachineFacts) => detectVirtualization(surroundings(facts))

test('a container of Docker is one, even in a virtual machine', () => {
  const files = { '/.dockerenv': '', '/sys/class/dmi/id/sys_vendor': 'QEMU\n' }
  expect(whichHold('Virtualization', words, { files })).toEqual(['yes', 'true', 'container', 'docker'])
})

test('a virtual machine is known by its firmware', () => {
  const files = { '/sys/class/dmi/id/product_name': 'KVM\n' }
  expect(whichHold('Virtualization', words, { files })).toEqual(['yes', 'true', 'vm', 'kvm'])
  expect(seen({ files: { '/proc/cpuinfo': 'flags\t\t: sse hypervisor avx\n' } })).toEqual({
    kind: 'vm',
    name: 'vm-other',
  })
})

test('on a machine of its own only `no` holds', () => {
  expect(whichHold('Virtualization', words)).toEqual(['no'])
})

test('the first process says in its environment what it runs in', () => {
  const environment = new Map([['container', 'podman']])
  expect(seen({ host: { pid: 1, environment } }).name).toBe('podman')
  expect(seen({ host: { pid: 9 }, files: { '/proc/1/environ': 'A=1\0container=lxc\0' } }).name).toBe('lxc')
})

test('/run/systemd/container goes before the environment and the files', () => {
  const files = { '/run/systemd/container': 'systemd-nspawn\n', '/.dockerenv': '' }
  expect(seen({ files }).name).toBe('systemd-nspawn')
})

test('a manager that calls itself oci is looked at more closely', () => {
  const environment = new Map([['container', 'oci']])
  expect(seen({ host: { environment }, files: { '/run/.containerenv': '' } }).name).toBe('podman')
  expect(seen({ host: { environment } }).name).toBe('container-other')
})

test('an unknown manager, or a PID namespace without one, is some container', () => {
  expect(seen({ host: { environment: new Map([['container', 'mine']]) } }).name).toBe('container-other')
  expect(seen({ files: { '/proc/self/ns/pid': { to: 'pid:[4026532180]' } } }).name).toBe('container-other')
  expect(seen({ files: { '/proc/self/ns/pid': { to: 'pid:[4026531836]' } } }).kind).toBe('none')
})

test('private users are ids mapped elsewhere', () => {
  const mapped = { '/proc/self/uid_map': '         0     100000      65536\n' }
  const whole = { '/proc/self/uid_map': '         0          0 4294967295\n' }
  expect(whichHold('Virtualization', ['private-users'], { files: mapped })).toEqual(['private-users'])
  expect(whichHold('Virtualization', ['private-users'], { files: whole })).toEqual([])
})
