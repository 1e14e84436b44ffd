import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { civilSeconds, civilTime, dayNumber, weekday } from '#core/calendar/civil.ts'

test('seconds count from 1970, in both directions', () => {
  expect(civilTime(0)).toEqual({ year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0 })
  expect(civilTime(-1)).toEqual({ year: 1969, month: 12, day: 31, hour: 23, minute: 59, second: 59 })
  expect(civilTime(951_782_400)).toMatchObject({ year: 2000, month: 2, day: 29 })
})

test('parts out of range are carried over', () => {
  expect(dayNumber(2023, 14, 0)).toBe(dayNumber(2024, 1, 31))
  expect(dayNumber(2023, 0, 32)).toBe(dayNumber(2023, 1, 1))
  expect(civilSeconds({ year: 2023, month: 2, day: 29, hour: 24, minute: -1, second: 61 })).toBe(
    civilSeconds({ year: 2023, month: 3, day: 2, hour: 0, minute: 0, second: 1 }),
  )
})

test('1 January 1970 was a Thursday', () => {
  expect([weekday(0), weekday(-1), weekday(86400 * 3)]).toEqual([4, 3, 0])
})

test('every second is found again, and agrees with the Date of JavaScript', () => {
  fc.assert(
    fc.property(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }), seconds => {
      const time = civilTime(seconds)
      expect(civilSeconds(time)).toBe(seconds)
      const date = new Date(seconds * 1000)
      expect([time.year, time.month, time.day, time.hour]).toEqual([
        date.getUTCFullYear(),
        date.getUTCMonth() + 1,
        date.getUTCDate(),
        date.getUTCHours(),
      ])
      expect(weekday(seconds)).toBe(date.getUTCDay())
    }),
  )
})
