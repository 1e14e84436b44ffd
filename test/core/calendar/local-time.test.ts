import { expect, test } from '@jest/globals'
import { localTime, Reckoner } from '#core/calendar/local-time.ts'
import { parsePosixZone } from '#core/calendar/posix-zone.ts'
import { utc } from '#core/calendar/zone.ts'

const berlin = parsePosixZone('CET-1CEST,M3.5.0,M10.5.0/3') ?? utc
const dublin = parsePosixZone('IST-1GMT0,M10.5.0,M3.5.0/1') ?? utc
const clock = (text: string) => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = text.split(/[- :]/).map(Number)
  return { year, month, day, hour, minute, second: 0 }
}
const at = (text: string) => Date.parse(text) / 1000

test('localTime() shows the clocks of a zone', () => {
  expect(localTime(at('2024-07-01T22:30:00Z'), berlin)).toEqual({
    ...clock('2024-07-02 00:30'),
    isDst: true,
    abbreviation: 'CEST',
  })
})

test('a time that exists once is found whatever came before', () => {
  const reckoner = new Reckoner(berlin)
  expect(reckoner.seconds(clock('2024-07-01 12:00'))).toBe(at('2024-07-01T10:00:00Z'))
  expect(reckoner.seconds(clock('2024-01-01 12:00'))).toBe(at('2024-01-01T11:00:00Z'))
})

test('of a time that exists twice the one nearer to the answer before is meant', () => {
  const fromSummer = new Reckoner(berlin)
  fromSummer.seconds(clock('2024-10-26 12:00'))
  expect(fromSummer.seconds(clock('2024-10-27 02:30'))).toBe(at('2024-10-27T00:30:00Z'))
  const fromWinter = new Reckoner(berlin)
  fromWinter.seconds(clock('2024-10-28 12:00'))
  expect(fromWinter.seconds(clock('2024-10-27 02:30'))).toBe(at('2024-10-27T01:30:00Z'))
})

test('or the one that is asked for', () => {
  const reckoner = new Reckoner(berlin)
  expect(reckoner.seconds(clock('2024-10-27 02:30'), true)).toBe(at('2024-10-27T00:30:00Z'))
  expect(reckoner.seconds(clock('2024-10-27 02:30'), false)).toBe(at('2024-10-27T01:30:00Z'))
})

test('a time the clocks skip is read as daylight saving time begins', () => {
  expect(new Reckoner(berlin).seconds(clock('2024-03-31 02:30'))).toBe(at('2024-03-31T01:30:00Z'))
})

test('where winter counts as daylight saving time, it is read the other way round', () => {
  expect(new Reckoner(dublin).seconds(clock('2024-03-31 01:30'))).toBe(at('2024-03-31T00:30:00Z'))
})

test('a kind of time that is not in force is taken from when it is', () => {
  const reckoner = new Reckoner(berlin)
  expect(reckoner.seconds(clock('2024-01-01 12:00'), true)).toBe(at('2024-01-01T10:00:00Z'))
  expect(new Reckoner(utc).seconds(clock('2024-01-01 12:00'), true)).toBe(at('2024-01-01T11:00:00Z'))
})
