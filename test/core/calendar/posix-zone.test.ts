import { expect, test } from '@jest/globals'
import { parsePosixZone } from '#core/calendar/posix-zone.ts'

const at = (text: string) => Date.parse(text) / 1000

test('a rule without daylight saving time has one offset', () => {
  const zone = parsePosixZone('<+0330>-3:30')
  expect(zone?.names).toEqual(['+0330', undefined])
  expect(zone?.offsetAt(0)).toEqual({ seconds: 12600, isDst: false, abbreviation: '+0330' })
})

test('clocks go forward on the last Sunday of March and back on that of October', () => {
  const zone = parsePosixZone('CET-1CEST,M3.5.0,M10.5.0/3')
  const names = ['2024-03-31T00:59:59Z', '2024-03-31T01:00:00Z', '2024-10-27T00:59:59Z', '2024-10-27T01:00:00Z']
  expect(names.map(text => zone?.offsetAt(at(text)).abbreviation)).toEqual(['CET', 'CEST', 'CEST', 'CET'])
  expect(zone?.offsetAt(at('2024-07-01T00:00:00Z')).seconds).toBe(7200)
})

test('in the south summer spans the new year', () => {
  const zone = parsePosixZone('AEST-10AEDT,M10.1.0,M4.1.0/3')
  expect([at('2024-01-01T00:00:00Z'), at('2024-07-01T00:00:00Z')].map(t => zone?.offsetAt(t).isDst)).toEqual([
    true,
    false,
  ])
})

test('without days the ones of the United States count', () => {
  const zone = parsePosixZone('EST5EDT')
  expect([at('2024-03-10T06:59:59Z'), at('2024-03-10T07:00:00Z')].map(t => zone?.offsetAt(t).abbreviation)).toEqual([
    'EST',
    'EDT',
  ])
})

test('days may be counted through the year, with 29 February or without it', () => {
  const julian = parsePosixZone('AAA0BBB,J61,J300')
  expect(julian?.offsetAt(at('2024-02-29T12:00:00Z')).isDst).toBe(false)
  expect(julian?.offsetAt(at('2024-03-01T12:00:00Z')).isDst).toBe(false)
  const counted = parsePosixZone('AAA0BBB,59/0,300/0')
  expect(counted?.offsetAt(at('2024-02-29T00:00:00Z')).isDst).toBe(true)
  expect(parsePosixZone('AAA0BBB,J60/0,J300/0')?.offsetAt(at('2024-03-01T00:00:00Z')).isDst).toBe(true)
})

test.each(['', 'CET', 'Europe/Berlin', 'CET-1CEST,M13.5.0,M10.5.0', 'AB1', 'CET-1CEST,M3.5.0'])(
  '%j is no rule',
  text => {
    expect(parsePosixZone(text)).toBeUndefined()
  },
)
