import { expect, test } from '@jest/globals'
import type { Event } from '#core/engine/event.ts'
import { step } from '#core/engine/step.ts'
import { emptyWorld } from '#core/engine/world.ts'
import { Checks } from '#manager/deeds/checks.ts'
import type { Manager } from '#manager/manager.ts'
import { surroundings } from '../../fake/surroundings.ts'
import { target } from '../../fake/units.ts'

const condition = (type: string, parameter: string) => ({ type, trigger: false, negate: false, parameter })

/** Asks for a unit's conditions, and gives the answer with what was said. */
function check(unit: Parameters<typeof target>[1]) {
  const world = emptyWorld({ startLimitIntervalUs: 0n, startLimitBurst: 0 })
  step(world, { type: 'loaded', units: [target('a.target', unit)] }, { realtime: 0, monotonic: 0 })
  const { kernel } = surroundings({ files: { '/there': '' } })
  const events: Event[] = []
  const lines: string[] = []
  const manager = {
    world,
    kernel,
    environment: { variables: new Map([['A', '1']]) },
    log: { say: (id: string, level: string, text: string) => lines.push(`${id} ${level} ${text}`) },
    submit: (event: Event) => events.push(event),
  }
  new Checks(manager as unknown as Manager).check('a.target')
  const [event] = events
  if (event?.type !== 'checked') {
    throw new Error('no answer')
  }
  const outcomes = (list: typeof event.conditions) => list.map(({ outcome }) => outcome)
  return { conditions: outcomes(event.conditions), asserts: outcomes(event.asserts), lines }
}

test('conditions are judged by the kernel and the variables of the manager', () => {
  const conditions = [condition('ConditionPathExists', '/there'), condition('ConditionEnvironment', 'A=1')]
  expect(check({ conditions }).conditions).toEqual(['succeeded', 'succeeded'])
})

test('asserts are only looked at where the conditions hold', () => {
  const asserts = [condition('AssertPathExists', '/gone')]
  expect(check({ asserts }).asserts).toEqual(['failed'])
  expect(check({ asserts, conditions: [condition('ConditionPathExists', '/gone')] }).asserts).toEqual(['untested'])
})

test('what cannot be told is said, and counts as failed', () => {
  const { conditions, lines } = check({ conditions: [condition('ConditionMemory', 'much')] })
  expect(conditions).toEqual(['error'])
  expect(lines).toEqual([
    "a.target warning a.target: Couldn't determine result for ConditionMemory=much, assuming failed: Invalid argument",
  ])
})
