import { expect, test } from '@jest/globals'
import { isUserName } from '#core/base/linux/user-name.ts'

test('portable names are letters, digits, dashes and underscores, at most 31 of them', () => {
  expect(['root', '_apt', 'www-data', 'x'.repeat(31)].map(name => isUserName(name))).toEqual([true, true, true, true])
  expect(['', '-a', '5a', 'a.b', 'ä', 'x'.repeat(32)].map(name => isUserName(name))).toEqual(Array(6).fill(false))
})

test('User= takes whatever does no harm in /etc/passwd', () => {
  const relaxed = (name: string) => isUserName(name, { relaxed: true })
  expect(['a.b', 'ä', '-a', '5a', 'a b', 'user@domain'].map(relaxed)).toEqual(Array(6).fill(true))
  expect(['', ' a', 'a ', 'a:b', 'a/b', 'a\n', '.', '..', '99999999999', '-1', '\udcff'].map(relaxed)).toEqual(
    Array(11).fill(false),
  )
})

test('numbers count only where they are asked for', () => {
  expect([isUserName('1000'), isUserName('1000', { numeric: true })]).toEqual([false, true])
  expect(isUserName('65535', { numeric: true })).toBe(false)
})
