import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '#core/base/linux/ip-address.ts'

test('IPv4 addresses are four decimals', () => {
  expect(parseIpv4('192.0.2.1')).toEqual([192, 0, 2, 1])
  expect(['1.2.3', '1.2.3.256', '01.2.3.4', '1.2.3.4.', '', 'a.b.c.d'].map(parseIpv4)).toEqual(Array(6).fill(undefined))
})

test.each([
  ['2001:0db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['::', '::'],
  ['1::', '1::'],
  ['::ffff:1.2.3.4', '::ffff:1.2.3.4'],
  ['::1.2.3.4', '::1.2.3.4'],
  ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
])('%s is written %s: the first longest run of zeros goes', (text, written) => {
  expect(formatIpv6(parseIpv6(text) ?? [])).toBe(written)
})

test.each(['', ':', ':::', '1::2::3', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '12345::', '::1.2.3', '1::2:3:4:5:6:7:8'])(
  '%j is no IPv6 address',
  text => {
    expect(parseIpv6(text)).toBeUndefined()
  },
)

test('every address is read as it was written', () => {
  const byte = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 255 }))
  fc.assert(
    fc.property(fc.array(byte, { minLength: 16, maxLength: 16 }), bytes =>
      expect(parseIpv6(formatIpv6(bytes))).toEqual(bytes),
    ),
  )
  fc.assert(
    fc.property(fc.array(byte, { minLength: 4, maxLength: 4 }), bytes =>
      expect(parseIpv4(formatIpv4(bytes))).toEqual(bytes),
    ),
  )
})
