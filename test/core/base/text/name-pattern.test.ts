import { expect, test } from '@jest/globals'
import { fitsAny, fitsAnyOrNone } from '#core/base/text/name-pattern.ts'

// As systemd 257 answered ListUnitsByPatterns with a unit a-q\\x2dz.service loaded.
test.each([
  ['a-q\\x2d*', true],
  ['a-q\\\\x2d*', false],
  ['a-q?x2d*', true],
  ['a-[q]*', true],
  ['a-[!p]*', true],
  ['a-[z-a]*', false],
])('%s', (pattern, expected) => {
  expect(fitsAny([pattern])('a-q\\x2dz.service')).toBe(expected)
})

test('one pattern of several is enough, none fits nothing', () => {
  expect(fitsAny(['b*', 'a*'])('a.service')).toBe(true)
  expect(fitsAny([])('a.service')).toBe(false)
  expect(fitsAnyOrNone([])('a.service')).toBe(true)
  expect(fitsAnyOrNone(['b*'])('a.service')).toBe(false)
})
