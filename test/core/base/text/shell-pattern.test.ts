import { expect, test } from '@jest/globals'
import { type PatternRules, shellPattern } from '#core/base/text/shell-pattern.ts'

const fits = (pattern: string, text: string, rules?: PatternRules) => shellPattern(pattern, rules)(text)

test.each([
  ['*', '', true],
  ['a*c', 'abbc', true],
  ['a*c', 'abcd', false],
  ['a?c', 'a/c', true],
  ['a?c', 'ac', false],
  ['[a-c]x', 'bx', true],
  ['[!a-c]x', 'bx', false],
  ['[^a-c]x', 'dx', true],
  ['[]]', ']', true],
  ['[]', '[]', true],
  ['[z-a]', 'm', false],
  ['[[:digit:]]*', '7up', true],
  ['[[:bogus:]]', 'b]', true],
  ['\\*', '*', true],
  ['\\*', 'a', false],
  ['a.b', 'axb', false],
  ['(a|b)', '(a|b)', true],
] as const)('%s and %s: %s', (pattern, text, expected) => {
  expect(fits(pattern, text)).toBe(expected)
})

test('a backslash can be part of a name', () => {
  expect(fits('a\\x2d*', 'a\\x2db', { plainBackslash: true })).toBe(true)
})

test('case can be passed over', () => {
  expect(fits('WEB-*', 'web-1', { ignoreCase: true })).toBe(true)
})

test('many stars do not take exponential time', () => {
  expect(fits(`${'*'.repeat(40)}x`, 'a'.repeat(5000))).toBe(false)
  expect(fits(`${'*a'.repeat(40)}x`, 'a'.repeat(250))).toBe(false)
})
