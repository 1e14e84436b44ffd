import { expect, test } from '@jest/globals'
import { parsePosixZone } from '#core/calendar/posix-zone.ts'
import { infinity, usecPerDay, usecPerHour, usecPerMinute, usecPerSec, usecPerYear } from '#core/calendar/span.ts'
import { formatRelative, formatTimestamp, timestampStyles } from '#core/calendar/timestamp.ts'
import { utc } from '#core/calendar/zone.ts'

const berlin = parsePosixZone('CET-1CEST,M3.5.0,M10.5.0/3') ?? utc
const moment = 1_700_000_000_123_456n

test('each style shows what it is for', () => {
  expect(Object.fromEntries(timestampStyles.map(style => [style, formatTimestamp(moment, style, berlin)]))).toEqual({
    pretty: 'Tue 2023-11-14 23:13:20 CET',
    us: 'Tue 2023-11-14 23:13:20.123456 CET',
    utc: 'Tue 2023-11-14 22:13:20 UTC',
    'us+utc': 'Tue 2023-11-14 22:13:20.123456 UTC',
    unix: '@1700000000',
    date: 'Tue 2023-11-14',
  })
})

test('the date alone is that of UTC', () => {
  expect(formatTimestamp(1_704_063_600_000_000n, 'date', berlin)).toBe('Sun 2023-12-31')
})

test('0 and infinity are no points in time', () => {
  expect([formatTimestamp(0n, 'pretty', utc), formatTimestamp(infinity, 'unix', utc)]).toEqual([undefined, undefined])
})

test('beyond the year 9999 there are no digits', () => {
  expect(formatTimestamp(253_402_300_800_000_000n, 'us', utc)).toBe('--- XXXX-XX-XX XX:XX:XX.XXXXXX')
  expect(formatTimestamp(253_402_300_800_000_000n, 'unix', utc)).toBe('@253402300800')
})

test('an abbreviation too long for its place is left out beside microseconds', () => {
  const zone = parsePosixZone('<ABCDEFGH>0') ?? utc
  expect(formatTimestamp(moment, 'pretty', zone)).toBe('Tue 2023-11-14 22:13:20 ABCDEFGH')
  expect(formatTimestamp(moment, 'us', zone)).toBe('Tue 2023-11-14 22:13:20.123456')
})

test.each([
  [0n, 'now'],
  [1n, '1us ago'],
  [1500n, '1ms ago'],
  [59n * usecPerSec, '59s ago'],
  [61n * usecPerSec, '1min 1s ago'],
  [5n * usecPerMinute + usecPerSec, '5min ago'],
  [usecPerHour + 5n * usecPerMinute, '1h 5min ago'],
  [7n * usecPerHour, '7h ago'],
  [26n * usecPerHour, '1 day 2h ago'],
  [3n * usecPerDay, '3 days ago'],
  [8n * usecPerDay, '1 week 1 day ago'],
  [40n * usecPerDay, '1 month 9 days ago'],
  [2n * usecPerYear, '2 years 0 months ago'],
])('%d µs back is %s', (distance, text) => {
  expect(formatRelative(moment - distance, moment)).toBe(text)
})

test('what is to come is left, or stands alone in lists', () => {
  expect(formatRelative(moment + 61n * usecPerSec, moment)).toBe('1min 1s left')
  expect(formatRelative(moment + 61n * usecPerSec, moment, '')).toBe('1min 1s')
  expect(formatRelative(0n, moment)).toBeUndefined()
})
