import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { ellipsize, isWide } from '#core/base/text/ellipsize.ts'

test('a text that fits stays', () => {
  expect(ellipsize('systemd', 7, 50)).toBe('systemd')
})

test('a longer one gives up its middle, at a place the caller chooses', () => {
  expect([ellipsize('foobarwaldo', 5, 0), ellipsize('foobarwaldo', 5, 50), ellipsize('foobarwaldo', 5, 100)]).toEqual([
    '…aldo',
    'fo…do',
    'foob…',
  ])
})

test('wide characters take two columns', () => {
  expect(ellipsize('短い日本語', 5, 50)).toBe('短…語')
  expect([isWide(0x77ed), isWide(0x41), isWide(0x1100), isWide(0x10ffff)]).toEqual([true, false, true, false])
})

test('colours take none, and are not cut away', () => {
  expect(ellipsize('\u001b[31mabcdefghij\u001b[0m', 5, 50)).toBe('\u001b[31mab…ij\u001b[0m')
  expect(ellipsize('abc\u001b[1mdefg\u001b[0mhij', 5, 50)).toBe('ab…\u001b[1m\u001b[0mij')
})

test('nothing fits into no column', () => {
  expect(ellipsize('abc', 0, 50)).toBe('')
})

test('the answer is never wider than asked for', () => {
  const text = fc.array(fc.constantFrom('a', 'ä', '日', '\u001b[1m'), { maxLength: 20 }).map(parts => parts.join(''))
  const width = (shown: string) =>
    [...shown.replaceAll('\u001b[1m', '')].reduce((sum, c) => sum + (isWide(c.codePointAt(0) ?? 0) ? 2 : 1), 0)
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 100 }), (given, columns, percent) => {
      expect(width(ellipsize(given, columns, percent))).toBeLessThanOrEqual(columns)
    }),
  )
})
