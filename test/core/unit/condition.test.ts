import { expect, test } from '@jest/globals'
import { conditionsHold, formatCondition, type Outcome, unmetCondition } from '#core/unit/condition.ts'

const one = (outcome: Outcome, trigger = false) => ({
  condition: { type: 'ConditionPathExists', trigger, negate: false, parameter: '/a' },
  outcome,
})

test('all that must hold do, and of the triggers one', () => {
  expect(conditionsHold([])).toBe(true)
  expect(conditionsHold([one('succeeded'), one('failed', true), one('succeeded', true)])).toBe(true)
  expect(conditionsHold([one('failed', true)])).toBe(false)
  expect(conditionsHold([one('error')])).toBe(false)
  expect(conditionsHold([one('untested')])).toBe(false)
})

test('what could not be told is to blame as well', () => {
  const blamed = one('error')
  expect(unmetCondition([one('failed', true), blamed])).toBe(blamed.condition)
  expect(unmetCondition([one('failed', true)])).toBeNull()
})

test('a condition is written as it stands in a file', () => {
  expect(formatCondition({ type: 'AssertUser', trigger: true, negate: true, parameter: 'root' })).toBe(
    'AssertUser=|!root',
  )
})
