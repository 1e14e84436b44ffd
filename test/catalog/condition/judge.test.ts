import { expect, test } from '@jest/globals'
import { judgeCondition, judgeConditions } from '#catalog/condition/judge.ts'
import type { Condition } from '#core/unit/condition.ts'
import { conditionsHold, formatCondition, unmetCondition } from '#core/unit/condition.ts'
import { surroundings } from '../../fake/surroundings.ts'

const around = surroundings({ files: { '/there': 'x' } })

function written(line: string): Condition {
  const [, type = '', trigger = '', negate = '', parameter = ''] = /^(\w+)=(\|?)(!?)(.*)$/.exec(line) ?? []
  return { type, trigger: trigger !== '', negate: negate !== '', parameter }
}

function outcomes(...lines: string[]): readonly string[] {
  return judgeConditions(lines.map(written), around).map(({ outcome }) => outcome)
}

function holds(...lines: string[]): boolean {
  return conditionsHold(judgeConditions(lines.map(written), around))
}

test('an empty list holds', () => {
  expect(holds()).toBe(true)
})

test('`!` turns a verdict round, but not what could not be told', () => {
  expect(outcomes('ConditionPathExists=!/gone')).toEqual(['succeeded'])
  expect(outcomes('ConditionPathExists=!/there')).toEqual(['failed'])
  expect(judgeCondition(written('ConditionMemory=!bogus'), around)).toMatchObject({ outcome: 'error', error: 'EINVAL' })
})

test('what comes behind a condition that must hold and does not is not looked at', () => {
  expect(outcomes('ConditionPathExists=/gone', 'ConditionPathExists=|/there')).toEqual(['failed', 'untested'])
})

test('a trigger that fails lets the rest be looked at', () => {
  expect(outcomes('ConditionPathExists=|/gone', 'ConditionPathExists=/there')).toEqual(['failed', 'succeeded'])
})

test('of several triggers one is enough', () => {
  expect(holds('ConditionPathExists=|/gone', 'ConditionPathExists=|/there')).toBe(true)
  expect(holds('ConditionPathExists=|/gone', 'ConditionPathExists=|!/there')).toBe(false)
})

test('triggers do not make up for a condition that must hold', () => {
  expect(holds('ConditionPathExists=|/there', 'ConditionPathExists=/gone')).toBe(false)
})

test('a list that fails is blamed on what must hold, or on no trigger', () => {
  const blame = (...lines: string[]) => {
    const unmet = unmetCondition(judgeConditions(lines.map(written), around))
    return unmet === null ? null : formatCondition(unmet)
  }
  expect(blame('ConditionPathExists=|/gone', 'ConditionPathExists=!/there')).toBe('ConditionPathExists=!/there')
  expect(blame('ConditionPathExists=|/gone')).toBeNull()
})

test('asserts ask the same questions', () => {
  expect(outcomes('AssertPathExists=/there', 'AssertPathExists=/gone')).toEqual(['succeeded', 'failed'])
})
