import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { nextElapse } from '#core/calendar/next.ts'
import { parsePosixZone } from '#core/calendar/posix-zone.ts'
import { parseCalendar } from '#core/calendar/spec-parse.ts'
import { timestampMax } from '#core/calendar/timestamp.ts'
import { utc, type Zones } from '#core/calendar/zone.ts'

const berlin = parsePosixZone('CET-1CEST,M3.5.0,M10.5.0/3') ?? utc
const dublin = parsePosixZone('IST-1GMT0,M10.5.0,M3.5.0/1') ?? utc
const under = (local: Zones['local']): Zones => ({ local, find: () => undefined })

/** The next elapses in UTC, in minutes, or the error. */
function nexts(text: string, after: string, count: number, zones = under(utc)): readonly string[] {
  const spec = parseCalendar(text, zones)
  if (!spec.ok) {
    return [spec.error]
  }
  const found: string[] = []
  let from = BigInt(Date.parse(`${after}Z`)) * 1000n
  while (found.length < count) {
    const next = nextElapse(spec.value, from, zones)
    if (!next.ok) {
      return [...found, next.error]
    }
    from = next.value
    found.push(new Date(Number(from / 1000n)).toISOString().slice(0, 16).replace('T', ' '))
  }
  return found
}

test('an event comes strictly after the given time', () => {
  expect(nexts('*:0/30', '2024-01-01T00:00:00', 3)).toEqual([
    '2024-01-01 00:30',
    '2024-01-01 01:00',
    '2024-01-01 01:30',
  ])
})

test('days count from the end of the month, also in leap years', () => {
  expect(nexts('*-02~1', '2023-01-01T00:00:00', 2)).toEqual(['2023-02-28 00:00', '2024-02-29 00:00'])
  expect(nexts('*-*~1..3', '2024-02-26T00:00:00', 3)).toEqual([
    '2024-02-27 00:00',
    '2024-02-28 00:00',
    '2024-02-29 00:00',
  ])
})

test('weekdays narrow what the date allows', () => {
  expect(nexts('Fri *-*-13', '2024-01-01T00:00:00', 2)).toEqual(['2024-09-13 00:00', '2024-12-13 00:00'])
})

test('steps start over with each month', () => {
  expect(nexts('*-*-1/11', '2024-01-20T00:00:00', 3)).toEqual([
    '2024-01-23 00:00',
    '2024-02-01 00:00',
    '2024-02-12 00:00',
  ])
})

test('microseconds are kept', () => {
  const spec = parseCalendar('*:*:0/0.7', under(utc))
  expect(spec.ok && nextElapse(spec.value, 1_700_000_000_000_000n, under(utc))).toEqual({
    ok: true,
    value: 1_700_000_000_300_000n,
  })
})

test('an event of the past never comes, nor does one of no date', () => {
  expect(nexts('2020-01-01', '2024-01-01T00:00:00', 1)).toEqual(['ENOENT'])
  expect(nexts('*-02-30', '2024-01-01T00:00:00', 1)).toEqual(['ENOENT'])
})

test('a time the clocks skip does not come that day', () => {
  expect(nexts('02:30', '2024-03-29T12:00:00', 3, under(berlin))).toEqual([
    '2024-03-30 01:30',
    '2024-04-01 00:30',
    '2024-04-02 00:30',
  ])
})

test('a time that exists twice comes once', () => {
  expect(nexts('hourly', '2024-10-26T22:30:00', 3, under(berlin))).toEqual([
    '2024-10-26 23:00',
    '2024-10-27 00:00',
    '2024-10-27 02:00',
  ])
})

test('the search gets over a gap where winter counts as daylight saving time', () => {
  expect(nexts('*:50', '2024-03-30T23:00:00', 3, under(dublin))).toEqual([
    '2024-03-30 23:50',
    '2024-03-31 00:50',
    '2024-03-31 01:50',
  ])
})

test('an event whose zone is gone is EINVAL, as is a time too far ahead', () => {
  const spec = parseCalendar('daily Asia/Tokyo', { local: utc, find: () => utc })
  expect(spec.ok && nextElapse(spec.value, 0n, under(utc))).toEqual({ ok: false, error: 'EINVAL' })
  expect(spec.ok && nextElapse(spec.value, timestampMax + 1n, { local: utc, find: () => utc })).toEqual({
    ok: false,
    error: 'EINVAL',
  })
})

test('time goes forward, whatever the event and the zone', () => {
  const events = fc.constantFrom('hourly', '*:0/7', '02:30', '01:30', '*-*~1 03:00', 'Sun 02:00', '0..3:15,45')
  fc.assert(
    fc.property(
      events,
      fc.constantFrom(berlin, dublin, utc),
      fc.integer({ min: 0, max: 4_000_000_000 }),
      (text, zone, seconds) => {
        const spec = parseCalendar(text, under(zone))
        const after = BigInt(seconds) * 1_000_000n
        const next = spec.ok ? nextElapse(spec.value, after, under(zone)) : spec
        expect(next.ok && next.value > after).toBe(true)
      },
    ),
  )
})
