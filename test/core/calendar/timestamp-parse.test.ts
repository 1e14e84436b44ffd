import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parsePosixZone } from '#core/calendar/posix-zone.ts'
import { infinity } from '#core/calendar/span.ts'
import { formatTimestamp } from '#core/calendar/timestamp.ts'
import { parseTimestamp } from '#core/calendar/timestamp-parse.ts'
import { utc, type Zones } from '#core/calendar/zone.ts'

const berlin = parsePosixZone('CET-1CEST,M3.5.0,M10.5.0/3') ?? utc
const tokyo = parsePosixZone('JST-9') ?? utc
const zones: Zones = { local: berlin, find: name => (name === 'Asia/Tokyo' ? tokyo : undefined) }
// Tue 2023-11-14 23:13:20.5 in Berlin.
const now = 1_700_000_000_500_000n

function read(text: string): string {
  const found = parseTimestamp(text, now, zones)
  return found.ok ? (formatTimestamp(found.value, 'us+utc', utc) ?? `${found.value}`) : found.error
}

test.each([
  ['2024-07-01 12:00:00', 'Mon 2024-07-01 10:00:00.000000 UTC'],
  ['24-7-1 12:00', 'Mon 2024-07-01 10:00:00.000000 UTC'],
  ['2024-07-01T12:00:00.25', 'Mon 2024-07-01 10:00:00.250000 UTC'],
  ['Jul 1 12:00:00', 'Sat 2023-07-01 10:00:00.000000 UTC'],
  ['2024-07-01', 'Sun 2024-06-30 22:00:00.000000 UTC'],
  ['12:34:56', 'Tue 2023-11-14 11:34:56.000000 UTC'],
  ['Monday 2024-07-01', 'Sun 2024-06-30 22:00:00.000000 UTC'],
])('%s is read in local time', (text, moment) => {
  expect(read(text)).toBe(moment)
})

test.each([
  ['2024-07-01 12:00 UTC', 'Mon 2024-07-01 12:00:00.000000 UTC'],
  ['2024-07-01T12:00:00Z', 'Mon 2024-07-01 12:00:00.000000 UTC'],
  ['2024-07-01 12:00 +0530', 'Mon 2024-07-01 06:30:00.000000 UTC'],
  ['2024-07-01T12:00:00-08:00', 'Mon 2024-07-01 20:00:00.000000 UTC'],
  ['2024-07-01 12:00 Asia/Tokyo', 'Mon 2024-07-01 03:00:00.000000 UTC'],
  ['2024-07-01 12:00 CET', 'Mon 2024-07-01 11:00:00.000000 UTC'],
  ['1969-12-31 20:00 -08', 'Thu 1970-01-01 04:00:00.000000 UTC'],
])('%s has its own zone', (text, moment) => {
  expect(read(text)).toBe(moment)
})

test.each([
  ['now', 'Tue 2023-11-14 22:13:20.500000 UTC'],
  ['+1h', 'Tue 2023-11-14 23:13:20.500000 UTC'],
  ['-1d', 'Mon 2023-11-13 22:13:20.500000 UTC'],
  ['2min ago', 'Tue 2023-11-14 22:11:20.500000 UTC'],
  ['2min left', 'Tue 2023-11-14 22:15:20.500000 UTC'],
  ['today', 'Mon 2023-11-13 23:00:00.000000 UTC'],
  ['tomorrow', 'Tue 2023-11-14 23:00:00.000000 UTC'],
  ['yesterday UTC', 'Mon 2023-11-13 00:00:00.000000 UTC'],
  ['@5.5', 'Thu 1970-01-01 00:00:05.500000 UTC'],
])('%s counts from now', (text, moment) => {
  expect(read(text)).toBe(moment)
})

test.each([
  ['', 'EINVAL'],
  ['now UTC', 'EINVAL'],
  ['Tuesday 2024-07-01', 'EINVAL'],
  ['2024-07-01 12:00 PST', 'EINVAL'],
  ['2024-07-01 12:00:00.', 'EINVAL'],
  ['1950-01-01', 'ERANGE'],
  ['1000000d ago', 'EINVAL'],
])('%j is refused: %s', (text, error) => {
  expect(read(text)).toBe(error)
})

test('what cannot be spelt out is no point in time, unless it is given in seconds', () => {
  for (const text of ['+infinity', 'infinity left', '+8500y', '9999-12-31 UTC', '9999-12-30 23:59:59.5 UTC']) {
    expect(parseTimestamp(text, now, zones)).toEqual({ ok: false, error: 'EINVAL' })
  }
  expect(parseTimestamp('@infinity', now, zones)).toEqual({ ok: true, value: infinity })
})

test('every point in time is read as it was written', () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 253_402_214_399_000_000n), moment => {
      const text = formatTimestamp(moment, 'us+utc', berlin) ?? ''
      expect(parseTimestamp(text, now, zones)).toEqual({ ok: true, value: moment })
    }),
  )
})
