import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  formatSpan,
  infinity,
  parseNanoseconds,
  parseSpan,
  parseSpanOrInfinity,
  parseTimeout,
  usecPerDay,
  usecPerMsec,
  usecPerSec,
  usecPerYear,
} from '#core/calendar/span.ts'

test.each([
  ['5', 5_000_000n],
  ['1h 30min', 5_400_000_000n],
  ['.5s', 500_000n],
  ['2d1w', 9n * usecPerDay],
  ['1month', 2_629_800_000_000n],
  ['1M', 2_629_800_000_000n],
  ['50µs', 50n],
  [' infinity ', infinity],
])('%j is %d µs', (text, length) => {
  expect(parseSpan(text)).toEqual({ ok: true, value: length })
})

test('a number without a unit counts what the directive says', () => {
  expect(parseSpan('5', usecPerMsec)).toEqual({ ok: true, value: 5000n })
  expect(parseSpan('1h 5', 1n)).toEqual({ ok: true, value: 3_600_000_005n })
  expect(parseNanoseconds('5us 7')).toEqual({ ok: true, value: 5007n })
})

test.each(['', ' ', '5.', '1,5', '5S', '+ 5', '12.34.56', 'forever', '1s infinity'])('%j is no span', text => {
  expect(parseSpan(text)).toEqual({ ok: false, error: 'EINVAL' })
})

test.each(['-1', '-0', '1000000y', '18446744073709551616'])('%s is out of range', text => {
  expect(parseSpan(text)).toEqual({ ok: false, error: 'ERANGE' })
})

test('a unit may be parted from its number, and each digit behind the point is cut by itself', () => {
  expect(parseSpan('1.5  min')).toEqual({ ok: true, value: 90n * usecPerSec })
  expect(parseSpan('1.1111111111111y')).toEqual({ ok: true, value: 35_063_999_999_997n })
})

test('for some directives zero or nothing means infinity', () => {
  expect(parseTimeout('0')).toEqual({ ok: true, value: infinity })
  expect(parseSpanOrInfinity(' ')).toEqual({ ok: true, value: infinity })
  expect(parseSpanOrInfinity('x')).toEqual({ ok: false, error: 'EINVAL' })
})

test.each([
  [0n, 1n, '0'],
  [infinity, 1n, 'infinity'],
  [90_000_000n, 1n, '1min 30s'],
  [5_500_000n, 1n, '5.500000s'],
  [5_500_000n, 1000n, '5.500s'],
  [5_500_000n, usecPerSec, '5s'],
  [90_061_000_000n, 60n * usecPerSec, '1d 1h 1min'],
  [7n, usecPerSec, '7us'],
])('%d µs to the nearest %d are written %s', (length, accuracy, text) => {
  expect(formatSpan(length, accuracy)).toBe(text)
})

test('every span is read as it was written, up to the last year that can be said', () => {
  expect(parseSpan(formatSpan(infinity))).toEqual({ ok: true, value: infinity })
  fc.assert(
    fc.property(fc.bigInt(0n, 584_542n * usecPerYear - 1n), length => {
      expect(parseSpan(formatSpan(length))).toEqual({ ok: true, value: length })
    }),
  )
})

test('every text has an answer at once', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('1', '.', ' ', 's', 'min', '-', '+', 'infinity', 'µs')), parts => {
      expect(typeof parseSpan(parts.join('')).ok).toBe('boolean')
    }),
  )
  expect(parseSpan('1s '.repeat(100_000)).ok).toBe(true)
})
