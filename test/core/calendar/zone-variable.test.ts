import { expect, test } from '@jest/globals'
import { zoneOfVariable } from '#core/calendar/zone-variable.ts'

const asked: string[] = []
const read = (name: string) => {
  asked.push(name)
  return name === 'Broken' ? new Uint8Array(3) : undefined
}

test('TZ names a file, with a colon or without, or is a rule', () => {
  expect(zoneOfVariable('CET-1', read).names).toEqual(['CET', undefined])
  expect(zoneOfVariable(':Some/Where', read).names).toEqual(['UTC', undefined])
  expect(asked).toEqual(['CET-1', 'Some/Where'])
})

test('an empty TZ, and one nothing can be made of, mean UTC', () => {
  expect([zoneOfVariable('', read), zoneOfVariable('Broken', read)].map(zone => zone.names[0])).toEqual(['UTC', 'UTC'])
})
