import { expect, test } from '@jest/globals'
import { isZoneName, utc } from '#core/calendar/zone.ts'

test('names of zones stay below the folder they are looked up in', () => {
  expect(['Europe/Berlin', 'UTC', 'Etc/GMT+5', 'America/Port-au-Prince'].map(isZoneName)).toEqual([
    true,
    true,
    true,
    true,
  ])
  expect(['', '/etc/passwd', '../x', 'a//b', 'a/', 'a b', 'Europe/..'].map(isZoneName)).toEqual(Array(7).fill(false))
})

test('universal time never changes', () => {
  expect(utc.offsetAt(1_700_000_000)).toEqual({ seconds: 0, isDst: false, abbreviation: 'UTC' })
})
