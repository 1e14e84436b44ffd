import { expect, test } from '@jest/globals'
import { isApplicable, isRedundant } from '#core/job/applicable.ts'
import type { UnitView } from '#core/job/view.ts'

const unit: UnitView = {
  id: 'a.service',
  active: 'active',
  job: null,
  refusal: null,
  perpetual: false,
  canReload: false,
  ignoreOnIsolate: false,
}

test('what is perpetual can be started, but not stopped', () => {
  const perpetual = { ...unit, perpetual: true }
  expect([
    isApplicable('start', perpetual),
    isApplicable('stop', perpetual),
    isApplicable('restart', perpetual),
  ]).toEqual([true, false, false])
})

test('only what can reload is reloaded', () => {
  expect(isApplicable('reload', unit)).toBe(false)
  expect(isApplicable('reload', { ...unit, canReload: true })).toBe(true)
})

test('a job is redundant where the unit is already', () => {
  expect([isRedundant('start', 'active'), isRedundant('start', 'activating')]).toEqual([true, false])
  expect([isRedundant('stop', 'failed'), isRedundant('stop', 'deactivating')]).toEqual([true, false])
  expect([isRedundant('restart', 'active'), isRedundant('reload', 'active')]).toEqual([false, false])
})
