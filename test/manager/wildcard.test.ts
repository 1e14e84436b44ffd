import { expect, test } from '@jest/globals'
import { matches, matchesAny } from '#manager/wildcard.ts'

test('a star stands for anything, a question mark for one character', () => {
  expect(matches('nginx.service', 'ng*')).toBe(true)
  expect(matches('nginx.service', 'nginx.servic?')).toBe(true)
  expect(matches('nginx.service', 'nginx')).toBe(false)
})

test('sets, ranges and their negation stand for one character', () => {
  expect(matches('a1.timer', 'a[0-9].timer')).toBe(true)
  expect(matches('ab.timer', 'a[!0-9].timer')).toBe(true)
  expect(matches('a1.timer', 'a[^0-9].timer')).toBe(false)
  expect(matches('a[1.timer', 'a[1.timer')).toBe(true)
})

test('a backslash takes the next character as it is, and everything else is itself', () => {
  expect(matches('a*b', 'a\\*b')).toBe(true)
  expect(matches('axb', 'a\\*b')).toBe(false)
  expect(matches('dev-sd\\x2da.device', 'dev-sd\\\\x2da.device')).toBe(true)
  expect(matches('a+b(c).service', 'a+b(c).service')).toBe(true)
})

test('one pattern of several is enough', () => {
  expect(matchesAny('a.service', ['b*', 'a*'])).toBe(true)
  expect(matchesAny('a.service', [])).toBe(false)
})
