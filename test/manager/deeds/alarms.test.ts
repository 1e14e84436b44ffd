import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Alarms } from '#manager/deeds/alarms.ts'

test('alarms ring in the order of their times, whatever the order in which they were set', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(10_000)), times => {
      const alarms = new Alarms<string>()
      for (const at of times) {
        alarms.set(`unit-${at}`, at)
      }
      const rung: number[] = []
      for (let key = alarms.takeDue(10_000); key !== undefined; key = alarms.takeDue(10_000)) {
        rung.push(Number(key.slice('unit-'.length)))
      }
      expect(rung).toEqual([...times].sort((a, b) => a - b))
    }),
  )
})

test('an alarm that was moved rings at its new time only', () => {
  const alarms = new Alarms<string>()
  alarms.set('a.service', 10)
  alarms.set('a.service', 30)
  expect(alarms.takeDue(20)).toBeUndefined()
  expect(alarms.next()).toBe(30)
  expect(alarms.takeDue(30)).toBe('a.service')
  expect(alarms.next()).toBeNull()
})

test('an alarm that was cleared does not ring', () => {
  const alarms = new Alarms<string>()
  alarms.set('a.service', 10)
  alarms.set('a.service', null)
  expect(alarms.takeDue(20)).toBeUndefined()
})
