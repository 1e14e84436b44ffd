import { expect, test } from '@jest/globals'
import { parsePosixZone } from '#core/calendar/posix-zone.ts'
import { type CalendarSpec, formatCalendar } from '#core/calendar/spec.ts'
import { once } from '#core/calendar/spec-chain.ts'
import { utc } from '#core/calendar/zone.ts'

const berlin = parsePosixZone('CET-1CEST,M3.5.0,M10.5.0/3') ?? utc
const base: CalendarSpec = {
  weekdays: null,
  year: null,
  month: [once(3)],
  day: [{ start: 1, stop: null, repeat: 2 }],
  endOfMonth: true,
  hour: [{ start: 0, stop: 6, repeat: 1 }],
  minute: [once(5), once(7)],
  microsecond: [{ start: 500_000, stop: 2_500_000, repeat: 1_000_000 }],
  zone: { is: 'local' },
}
const days = (...allowed: readonly number[]) => Array.from({ length: 7 }, (_, day) => allowed.includes(day))

test('every part is written with its digits', () => {
  expect(formatCalendar(base, berlin)).toBe('*-03~01/2 00..06:05,07:00.500000..02.500000')
})

test('three days in a row and more are a range', () => {
  expect(formatCalendar({ ...base, weekdays: days(0, 1, 2, 4, 5) }, berlin)).toMatch(/^Mon\.\.Wed,Fri,Sat \*/)
})

test('a list that goes through every second is a star', () => {
  const everySecond = { start: 0, stop: null, repeat: 1_000_000 }
  expect(formatCalendar({ ...base, microsecond: [once(0), everySecond] }, berlin)).toMatch(/:\*$/)
})

test('the zone stands at the end when it was named', () => {
  const zones = [
    { is: 'utc' },
    { is: 'named', name: 'Asia/Tokyo' },
    { is: 'local', isDst: true },
    { is: 'local' },
  ] as const
  expect(zones.map(zone => formatCalendar({ ...base, microsecond: [once(0)], zone }, berlin).split(':00')[1])).toEqual([
    ' UTC',
    ' Asia/Tokyo',
    ' CEST',
    '',
  ])
})
