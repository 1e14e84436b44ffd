import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { InstalledJobType } from '#core/job/job.ts'
import { collapse, isSuperset, mergeAndCollapse, mergeTypes } from '#core/job/merge.ts'

const types: readonly InstalledJobType[] = ['start', 'verify-active', 'stop', 'reload', 'restart', 'nop']

test('a job that asks for more takes the place of one that asks for less', () => {
  expect(mergeTypes('start', 'verify-active')).toBe('start')
  expect(mergeTypes('reload', 'verify-active')).toBe('reload')
  expect(mergeTypes('restart', 'start')).toBe('restart')
  expect(isSuperset('restart', 'reload')).toBe(true)
  expect(isSuperset('start', 'restart')).toBe(false)
})

test('stopping contradicts everything but itself', () => {
  expect(types.filter(type => mergeTypes('stop', type) !== null)).toEqual(['stop'])
})

test('starting and reloading together is decided by whether the unit is up', () => {
  expect(mergeTypes('start', 'reload')).toBe('reload-or-start')
  expect(mergeAndCollapse('start', 'reload', 'active')).toBe('reload')
  expect(mergeAndCollapse('start', 'reload', 'failed')).toBe('start')
  expect(mergeAndCollapse('start', 'stop', 'active')).toBeNull()
})

test('what is only tried comes to nothing for a unit that is down or on its way', () => {
  expect([collapse('try-restart', 'active'), collapse('try-restart', 'deactivating')]).toEqual(['restart', 'nop'])
  expect([collapse('try-reload', 'reloading'), collapse('try-reload', 'inactive')]).toEqual(['reload', 'nop'])
  expect(collapse('stop', 'inactive')).toBe('stop')
})

test('it does not matter in which order two jobs meet', () => {
  const type = fc.constantFrom(...types)
  fc.assert(fc.property(type, type, (a, b) => expect(mergeTypes(a, b)).toBe(mergeTypes(b, a))))
})
