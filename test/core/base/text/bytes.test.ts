import { expect, test } from '@jest/globals'
import { formatBytes } from '#core/base/text/bytes.ts'

test.each([
  [0n, '0B'],
  [1023n, '1023B'],
  [1024n, '1K'],
  [1536n, '1.5K'],
  [2047n, '1.9K'],
  [104857600n, '100M'],
  [2n ** 63n, '8E'],
])('%d bytes are shown as %s: cut, not rounded, no point before a zero', (amount, text) => {
  expect(formatBytes(amount)).toBe(text)
})

test('powers of a thousand, whole numbers and bare bytes are other styles', () => {
  expect(formatBytes(1500n, { base: 1000, point: true, unit: true })).toBe('1.5K')
  expect(formatBytes(1500n, { base: 1000, point: false, unit: false })).toBe('1K')
  expect(formatBytes(15n, { base: 1000, point: false, unit: false })).toBe('15')
})

test('the largest number means that nothing is known', () => {
  expect(formatBytes(2n ** 64n - 1n)).toBeUndefined()
})
