import { expect, test } from '@jest/globals'
import type { SocketAddress } from '#core/base/linux/socket-address.ts'
import { encodeAddress } from '#kernel/sockets/address.ts'

const hex = (address: SocketAddress) => {
  const bytes = encodeAddress(address)
  return bytes.ok ? Buffer.from(bytes.value).toString('hex') : bytes.error
}

test('a path ends with NUL, an abstract name begins with it and has its own length', () => {
  expect(hex({ family: 'unix', path: '/a' })).toBe('01002f6100')
  expect(hex({ family: 'unix', path: '@a' })).toBe('01000061')
  expect(hex({ family: 'unix', path: '/\udcff' })).toBe('01002fff00')
})

test('a path of 107 bytes fits, one more does not', () => {
  expect(hex({ family: 'unix', path: `/${'x'.repeat(106)}` })).toHaveLength(2 * (2 + 108))
  expect(hex({ family: 'unix', path: `/${'x'.repeat(107)}` })).toBe('ENAMETOOLONG')
})

test('ports are in network order, addresses as they are', () => {
  expect(hex({ family: 'inet', address: [127, 0, 0, 1], port: 80 })).toBe('020000507f0000010000000000000000')
  const address = [0x20, 1, 0xd, 0xb8, ...Array<number>(11).fill(0), 1]
  expect(hex({ family: 'inet6', address, port: 8080 })).toBe(
    `0a001f9000000000${'20010db8000000000000000000000001'}00000000`,
  )
})

test('the interface of a link-local address is its number, found by name', () => {
  const address = Array<number>(16).fill(0)
  expect(hex({ family: 'inet6', address, port: 1, interface: 'lo' })).toMatch(/01000000$/)
  expect(hex({ family: 'inet6', address, port: 1, interface: '7' })).toMatch(/07000000$/)
  expect(hex({ family: 'inet6', address, port: 1, interface: 'nope' })).toBe('ENODEV')
})

test('vsock without a machine means any', () => {
  expect(hex({ family: 'vsock', port: 1 })).toBe('2800000001000000ffffffff00000000')
  expect(hex({ family: 'vsock', port: 1, cid: 2 })).toBe('28000000010000000200000000000000')
})
