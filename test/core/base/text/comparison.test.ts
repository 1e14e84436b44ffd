import { expect, test } from '@jest/globals'
import { compareTexts, readOperator } from '#core/base/text/comparison.ts'

test.each([
  ['>=1', '>=', '1'],
  ['<> 2', '!=', ' 2'],
  ['==x', '=', 'x'],
  ['=$ x', '=', '$ x'],
  ['!$=a*', '!$=', 'a*'],
] as const)('the operator of %s is %s', (text, operator, rest) => {
  expect(readOperator(text, { patterns: true })).toEqual({ operator, rest })
})

test('a text without an operator has none', () => {
  expect(readOperator('6.1', { patterns: true })).toBeUndefined()
})

test('patterns are no operator where they are not allowed', () => {
  expect(readOperator('$=6', { patterns: false })).toBeUndefined()
})

test('equality is letter by letter, order is that of versions', () => {
  expect(compareTexts('1.0', '=', '1.00')).toBe(false)
  expect(compareTexts('1.0', '>=', '1.00')).toBe(true)
  expect(compareTexts('1.0', '<', '1.1')).toBe(true)
})

test('a pattern covers the whole text', () => {
  expect(compareTexts('debian', '$=', 'deb')).toBe(false)
  expect(compareTexts('debian', '!$=', 'deb')).toBe(true)
})
