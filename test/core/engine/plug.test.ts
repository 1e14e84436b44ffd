// A unit type that nobody knows: a lamp, which is lit, dimmed by a reload, and burns out. It is nothing but a row in the table of
// machines, and the engine gives it a whole life.
import { expect, test } from '@jest/globals'
import type { Effect } from '#core/engine/effect.ts'
import type { Event } from '#core/engine/event.ts'
import { brokenRules } from '#core/engine/invariants.ts'
import { restore, worldSnapshot } from '#core/engine/snapshot.ts'
import { step } from '#core/engine/step.ts'
import { activeState } from '#core/engine/work.ts'
import { emptyWorld, find, type World } from '#core/engine/world.ts'
import type { JobType } from '#core/job/job.ts'
import type { UnitEffect } from '#core/lifecycle/effect.ts'
import { type Machine, type Step, still } from '#core/lifecycle/machine.ts'
import { type AnyMachine, type Machines, machines } from '#core/lifecycle/machines.ts'
import type { ActiveState } from '#core/unit/active-state.ts'
import type { TargetUnit, Unit } from '#core/unit/unit.ts'
import { target } from '../../fake/units.ts'

interface LampUnit extends Omit<TargetUnit, 'type'> {
  readonly type: 'lamp'
  readonly lamp: { readonly minutes: number }
}

interface LampState {
  readonly type: 'lamp'
  readonly at: 'dark' | 'lit' | 'dimmed' | 'burnt-out'
  readonly until: number | null
}

const activeStates = { dark: 'inactive', lit: 'active', dimmed: 'active', 'burnt-out': 'failed' } as const

function enter(before: LampState, state: LampState, ...effects: readonly UnitEffect[]): Step<LampState> {
  const change = { from: activeOf(before), to: activeOf(state), outcome: { reloaded: true } }
  return { state, effects: [...effects, { do: 'alarm', at: state.until }, { do: 'changed', ...change }] }
}

function activeOf({ at }: LampState): ActiveState {
  return activeStates[at]
}

const lampMachine: Machine<LampUnit, LampState> = {
  initial: () => ({ type: 'lamp', at: 'dark', until: null }),
  activeState: (_, state) => activeOf(state),
  subState: ({ at }) => at,
  canStart: () => true,
  canReload: () => true,
  countsStarts: true,
  words: {
    start: { done: title => `Lit ${title}.` },
    stop: { done: title => `Put out ${title}.` },
  },
  alarm: ({ until }) => until,
  step: (unit, state, event, { now }) => {
    switch (event.type) {
      case 'start': {
        const until = now.monotonic + unit.lamp.minutes * 60_000_000
        return enter(state, { ...state, at: 'lit', until }, { do: 'new-invocation' })
      }
      case 'reload':
        return enter(state, { ...state, at: 'dimmed' })
      case 'stop':
        return enter(state, { ...state, at: 'dark', until: null })
      case 'alarm':
        return enter(state, { ...state, at: 'burnt-out', until: null })
      case 'reset-failed':
        return state.at === 'burnt-out' ? enter(state, { ...state, at: 'dark' }) : still(state)
      default:
        return still(state)
    }
  },
}

// All that names the new type outside of its row: that a unit may be of it at all.
const table = { ...machines, lamp: lampMachine as unknown as AnyMachine } as Machines

function lamp(id: string, relations: Parameters<typeof target>[1] = {}): Unit {
  return { ...target(id, relations), type: 'lamp', lamp: { minutes: 2 } } as unknown as Unit
}

function house(world: World = emptyWorld({ startLimitIntervalUs: 10_000_000n, startLimitBurst: 5 }, table)) {
  let monotonic = 1_000_000
  const lines: string[] = []
  const happen = (event: Event): readonly Effect[] => {
    const effects = step(world, event, { realtime: monotonic, monotonic })
    lines.push(...effects.flatMap(effect => (effect.type === 'log' ? [effect.text] : [])))
    expect(brokenRules(world)).toEqual([])
    return effects
  }
  const units = [
    lamp('desk.lamp', { relations: { Wants: ['evening.target'], OnFailure: ['spare.lamp'] } }),
    lamp('spare.lamp'),
    target('evening.target'),
  ]
  happen({ type: 'loaded', units })
  happen({ type: 'hold', units: units.map(({ id }) => id) })
  return {
    world,
    lines,
    happen,
    wait: (minutes: number) => {
      monotonic += minutes * 60_000_000
    },
    ask: (unit: string, type: JobType) =>
      happen({
        type: 'request',
        ticket: 1,
        request: { unit, type, mode: 'replace', manual: true, reloadIfPossible: false },
      }),
    shown: (unit: string) => {
      const entry = find(world, unit)
      return entry === undefined ? 'gone' : `${activeState(entry)} (${entry.machine.subState(entry.state)})`
    },
  }
}

test('a made-up unit is started, reloaded and stopped, with words of its own', () => {
  const { ask, shown, lines } = house()
  expect(shown('desk.lamp')).toBe('inactive (dark)')
  ask('desk.lamp', 'start')
  expect(shown('desk.lamp')).toBe('active (lit)')
  ask('desk.lamp', 'reload')
  expect(shown('desk.lamp')).toBe('active (dimmed)')
  ask('desk.lamp', 'stop')
  expect(shown('desk.lamp')).toBe('inactive (dark)')
  expect(lines).toEqual([
    'Reached target evening.target.',
    'Lit desk.lamp.',
    'Reloaded desk.lamp.',
    'Put out desk.lamp.',
  ])
})

test('its alarm is set and rings, its failure calls a handler, and its starts are counted', () => {
  const { ask, happen, shown, wait } = house()
  const alarms = ask('desk.lamp', 'start').filter(effect => effect.type === 'unit' && effect.effect.do === 'alarm')
  expect(alarms).toEqual([{ type: 'unit', unit: 'desk.lamp', effect: { do: 'alarm', at: 121_000_000 } }])
  wait(2)
  happen({ type: 'unit', unit: 'desk.lamp', event: { type: 'alarm' } })
  expect(shown('desk.lamp')).toBe('failed (burnt-out)')
  expect(shown('spare.lamp')).toBe('active (lit)')
  happen({ type: 'reset-failed', unit: 'desk.lamp' })
  expect(shown('desk.lamp')).toBe('inactive (dark)')
  for (let time = 0; time < 6; time += 1) {
    ask('spare.lamp', 'stop')
    ask('spare.lamp', 'start')
  }
  expect(shown('spare.lamp')).toBe('inactive (dark)')
})

test('it is remembered over a crash, with its alarm, and lives on', () => {
  const before = house()
  before.ask('desk.lamp', 'start')
  const text = JSON.stringify(worldSnapshot(before.world))
  const after = house()
  restore(after.world, JSON.parse(text))
  expect(after.shown('desk.lamp')).toBe('active (lit)')
  const entry = find(after.world, 'desk.lamp')
  expect(entry?.machine.alarm?.(entry.state)).toBe(121_000_000)
  after.ask('desk.lamp', 'stop')
  expect(after.shown('desk.lamp')).toBe('inactive (dark)')
})
