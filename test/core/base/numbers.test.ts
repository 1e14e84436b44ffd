import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  parseInt32,
  parseInt64,
  parseRange,
  parseUint8,
  parseUint16,
  parseUint32,
  parseUint64,
  readPrefix,
} from '#core/base/numbers.ts'

test.each([
  ['42', 42],
  [' \t+42', 42],
  ['0x2A', 42],
  ['052', 42],
  ['0o52', 42],
  ['0b101010', 42],
  ['-0', 0],
])('%j is read as %d: blanks and a sign before, base by prefix', (text, value) => {
  expect(parseUint32(text)).toEqual({ ok: true, value })
})

test.each(['', '-', '12.3', '12 ', '0x', '0b', '08', 'junk', '+ 1'])('%j is no number', text => {
  expect(parseUint32(text)).toEqual({ ok: false, error: 'EINVAL' })
})

test('numbers beyond their width, and negative ones without sign, are ERANGE', () => {
  const range = { ok: false, error: 'ERANGE' }
  expect([parseUint8('256'), parseUint16('65536'), parseUint32('4294967296')]).toEqual([range, range, range])
  expect(parseUint64('18446744073709551616')).toEqual(range)
  expect(parseUint32('-1')).toEqual(range)
  expect(parseInt32('2147483648')).toEqual(range)
})

test('what follows a number no word can hold is not looked at', () => {
  expect(parseUint32('18446744073709551616junk')).toEqual({ ok: false, error: 'ERANGE' })
})

test('rules may refuse blanks, signs and leading zeros', () => {
  const bad = { ok: false, error: 'EINVAL' }
  expect(parseUint32(' 1', { refuseSpace: true })).toEqual(bad)
  expect(parseUint32('+1', { refuseSign: true })).toEqual(bad)
  expect(parseUint32('007', { refuseLeadingZero: true, base: 10 })).toEqual(bad)
  expect(parseUint32('0', { refuseLeadingZero: true })).toEqual({ ok: true, value: 0 })
})

test('a range has two ends as they are written, or one for both', () => {
  expect(parseRange('1-5')).toEqual({ ok: true, value: [1, 5] })
  expect(parseRange('5-1')).toEqual({ ok: true, value: [5, 1] })
  expect(parseRange('7')).toEqual({ ok: true, value: [7, 7] })
  expect(parseRange('1-')).toEqual({ ok: false, error: 'EINVAL' })
})

test('readPrefix() stops behind the last digit', () => {
  expect(readPrefix('12ab', 0, 10)).toEqual({ value: 12n, negative: false, end: 2 })
  expect(readPrefix('ab', 0, 10)).toBeNull()
})

test('a million digits are read at once', () => {
  expect(parseUint64('9'.repeat(1_000_000))).toEqual({ ok: false, error: 'ERANGE' })
  expect(parseUint64(`${'0'.repeat(1_000_000)}`)).toEqual({ ok: true, value: 0n })
})

test('every number of 64 bits is read as it was written', () => {
  fc.assert(
    fc.property(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), n =>
      expect(parseInt64(`${n}`)).toEqual({ ok: true, value: n }),
    ),
  )
})
