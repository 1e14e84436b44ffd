import { expect, test } from '@jest/globals'
import { parseOffset, strptime } from '#core/calendar/strptime.ts'

test('fields are read by format; what is left is told', () => {
  expect(strptime('2024-02-03 04:05:06.7', '%Y-%m-%d %H:%M:%S')).toEqual({
    fields: { year: 2024, month: 2, day: 3, hour: 4, minute: 5, second: 6 },
    rest: '.7',
  })
})

test('years of two digits are of 1969 to 2068', () => {
  expect(['69', '99', '0', '68'].map(text => strptime(text, '%y')?.fields.year)).toEqual([1969, 1999, 2000, 2068])
})

test('blanks before numbers do no harm, a number ends where it would leave its range', () => {
  expect(strptime(' 4: 5', '%H:%M')?.fields).toEqual({ hour: 4, minute: 5 })
  expect(strptime('30', '%H')).toEqual({ fields: { hour: 3 }, rest: '0' })
})

test('months have names', () => {
  expect([strptime('nov 5', '%b %d')?.fields.month, strptime('September', '%b')?.fields.month]).toEqual([11, 9])
  expect(strptime('nix', '%b')).toBeUndefined()
})

test.each([
  ['13', '%m'],
  ['0', '%d'],
  ['x', '%Y'],
  ['2024', '%Y-%m'],
])('%j does not fit %j', (text, format) => {
  expect(strptime(text, format)).toBeUndefined()
})

test.each([
  ['Z', 0],
  ['+02', 7200],
  ['-0330', -12600],
  ['+05:30', 19800],
  ['+24:00', 86400],
])('%s is an offset of %d seconds', (text, seconds) => {
  expect(parseOffset(text)).toBe(seconds)
})

test.each(['02', '+2', '+24:01', '+02:60', '+02:3', 'UTC', ''])('%j is no offset', text => {
  expect(parseOffset(text)).toBeUndefined()
})
