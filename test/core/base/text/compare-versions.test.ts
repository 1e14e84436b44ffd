import { expect, test } from '@jest/globals'
import { compareVersions } from '#core/base/text/compare-versions.ts'

// As `systemd-analyze compare-versions` of 257 puts them.
const ordered = ['~', '', 'a', '1~rc1', '1', '1-1', '1^post', '1.0', '1.1', '1.9', '1.10', '1.10.1', '1a', '2']

test('versions are put in the order of their parts', () => {
  expect([...ordered].reverse().sort(compareVersions)).toEqual(ordered)
})

test('leading zeroes and characters without meaning do not count', () => {
  expect(compareVersions('1.02', '1_.2')).toBe(0)
})

test('numbers of any length are compared by value', () => {
  expect(compareVersions(`1${'0'.repeat(50)}`, `9${'9'.repeat(49)}`)).toBeGreaterThan(0)
})

test('capital letters are older than small ones', () => {
  expect(compareVersions('1B', '1a')).toBeLessThan(0)
})

test('a second tilde is only looked at where nothing has ended', () => {
  expect(compareVersions('~', '~~0')).toBeLessThan(0)
})
