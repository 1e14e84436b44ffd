import { expect, test } from '@jest/globals'
import {
  deprecatedSpecifiers,
  expandUnitSpecifiers,
  type SpecifierHost,
  type SpecifierUnit,
} from '#core/unit/expand/specifier.ts'

const host: SpecifierHost = {
  architecture: 'x86-64',
  bootId: 'b0'.repeat(16),
  machineId: 'a1'.repeat(16),
  kernelRelease: '6.1.0',
  hostname: 'box.example.org',
  prettyHostname: null,
  osRelease: new Map([
    ['ID', 'debian'],
    ['VERSION_ID', '13'],
  ]),
  user: { name: 'root', uid: 0, group: 'root', gid: 0, home: '/root', shell: '/bin/sh' },
  directories: {
    cache: '/var/cache',
    configuration: '/etc',
    data: '/usr/share',
    logs: '/var/log',
    runtime: '/run',
    state: '/var/lib',
    temporary: '/tmp',
    persistentTemporary: '/var/tmp',
    credentials: '/run/credentials',
  },
  controlGroup: '/docker',
}
const instance: SpecifierUnit = { name: 'a-b\\x2dc@d-e\\x2df.service', fragmentPath: '/etc/systemd/system/a@.service' }
const plain: SpecifierUnit = { name: 'p-q\\x2dr.service', fragmentPath: null }

function expanded(text: string, unit = instance, scope: 'any' | 'unit-name' = 'any', on = host): string {
  const found = expandUnitSpecifiers(text, unit, on, scope)
  return found.ok ? found.value : found.error
}

test('those of the name are as written, or with escapes undone', () => {
  expect(expanded('%n|%N|%p|%i|%j')).toBe('a-b\\x2dc@d-e\\x2df.service|a-b\\x2dc@d-e\\x2df|a-b\\x2dc|d-e\\x2df|b\\x2dc')
  expect(expanded('%P|%I|%J|%f')).toBe('a/b-c|d/e-f|b-c|/d/e-f')
  expect(expanded('<%i|%I>|%P|%J|%f', plain)).toBe('<|>|p/q-r|q-r|/p/q-r')
})

test('those of the file are empty for a unit without one', () => {
  expect(expanded('%y|%Y')).toBe('/etc/systemd/system/a@.service|/etc/systemd/system')
  expect(expanded('<%y|%Y>', plain)).toBe('<|>')
})

test('those of the host and its release', () => {
  expect(expanded('%a|%b|%m|%v|%H|%l|%q')).toBe(
    `x86-64|${'b0'.repeat(16)}|${'a1'.repeat(16)}|6.1.0|box.example.org|box|box`,
  )
  expect(expanded('%o|%w|<%A%B%M%W>')).toBe('debian|13|<>')
  expect(expanded('%q', plain, 'any', { ...host, prettyHostname: 'My Box' })).toBe('My Box')
})

test('those of the user and of the directories', () => {
  expect(expanded('%u|%U|%g|%G|%h|%s')).toBe('root|0|root|0|/root|/bin/sh')
  expect(expanded('%C|%D|%E|%L|%S|%t|%T|%V')).toBe('/var/cache|/usr/share|/etc|/var/log|/var/lib|/run|/tmp|/var/tmp')
  expect(expanded('%d', plain)).toBe('/run/credentials/p-q\\x2dr.service')
})

test('the control groups of old are still there', () => {
  const inSlice = { ...plain, sliceControlGroup: '/docker/system.slice' }
  expect(expanded('%c|%r|%R', inSlice)).toBe('/docker/system.slice/p-q\\x2dr.service|/docker|/docker/system.slice')
  expect(deprecatedSpecifiers).toEqual(['c', 'r', 'R'])
})

test('names of units take only specifiers without slashes', () => {
  expect(expanded('%i.target', instance, 'unit-name')).toBe('d-e\\x2df.target')
  expect([expanded('%I.target', instance, 'unit-name'), expanded('%t.target', instance, 'unit-name')]).toEqual([
    'EBADSLT',
    'EBADSLT',
  ])
  expect(expanded(`%i${'x'.repeat(250)}`, instance, 'unit-name')).toBe('ENAMETOOLONG')
})

test('unknown letters, broken escapes and a host without machine id are errors', () => {
  expect(expanded('%z')).toBe('EBADSLT')
  expect(expanded('%I', { ...plain, name: 'a@\\xzz.service' })).toBe('EINVAL')
  expect(expanded('%f', { ...plain, name: 'a@b-.service' })).toBe('EINVAL')
  expect(expanded('%m', plain, 'any', { ...host, machineId: null })).toBe('EUNATCH')
  expect(expanded('%o', plain, 'any', { ...host, osRelease: null })).toBe('EUNATCH')
})

test('a prefix that ends in a dash has an empty last component', () => {
  expect(expanded('<%j>', { ...plain, name: 'a-.service' })).toBe('<>')
})
