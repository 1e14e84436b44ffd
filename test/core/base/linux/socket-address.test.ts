import { expect, test } from '@jest/globals'
import { formatSocketAddress, parseSocketAddress, type SocketAddressHost } from '#core/base/linux/socket-address.ts'

const host: SocketAddressHost = { ipv6: true, hasInterface: name => name === 'eth0' }

function written(text: string, on = host): string {
  const found = parseSocketAddress(text, on)
  return found.ok ? formatSocketAddress(found.value) : found.error
}

test('a port alone listens on both families, or on IPv4 where there is no other', () => {
  expect(written('80')).toBe('[::]:80')
  expect(written('80', { ...host, ipv6: false })).toBe('0.0.0.0:80')
})

test.each([
  ['/run/x.sock', '/run/x.sock'],
  ['@abstract', '@abstract'],
  ['192.0.2.1:80', '192.0.2.1:80'],
  ['[2001:DB8::1]:80', '[2001:db8::1]:80'],
  ['[fe80::1]:80%eth0', '[fe80::1]:80%eth0'],
  ['vsock:2:1234', 'vsock:2:1234'],
  ['vsock-dgram::1234', 'vsock::1234'],
])('%s is an address', (text, again) => {
  expect(written(text)).toBe(again)
})

test.each([
  ['/', 'EINVAL'],
  ['@', 'EINVAL'],
  ['0', 'EINVAL'],
  ['65536', 'ERANGE'],
  ['192.0.2.1', 'EINVAL'],
  ['192.0.2.1:0', 'EINVAL'],
  ['::1:80', 'EINVAL'],
  ['[::1]:80%eth1', 'ENODEV'],
  ['[::1]:80#name', 'EINVAL'],
  ['vsock:2', 'EINVAL'],
  ['vsock:x:1', 'EINVAL'],
  ['vsock:1:4294967295', 'EINVAL'],
  [`/${'x'.repeat(107)}`, 'ENAMETOOLONG'],
])('%s is none: %s', (text, error) => {
  expect(written(text)).toBe(error)
})
