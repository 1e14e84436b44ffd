// Plays events to a service machine and tells which phases it went through and what it asked for.
import type { Surroundings, UnitEffect } from '#core/lifecycle/effect.ts'
import type { UnitEvent } from '#core/lifecycle/event.ts'
import { stepService } from '#core/lifecycle/service/service.ts'
import { initialService, type ServiceState, type SubState } from '#core/lifecycle/service/state.ts'
import type { ServiceUnit } from '#core/unit/unit.ts'

export interface Played {
  readonly phases: readonly SubState[]
  readonly effects: readonly UnitEffect[]
  readonly state: ServiceState
  /** The log lines, without their levels. */
  readonly lines: readonly string[]
}

/** An event, or a change of what surrounds the service from then on. */
export type Act = UnitEvent | { readonly type: 'around'; readonly around: Partial<Surroundings> }

export function play(unit: ServiceUnit, acts: readonly Act[], from: ServiceState = initialService): Played {
  let state = from
  let around: Surroundings = { now: { realtime: 0, monotonic: 1_000_000 }, job: null, populated: false, chance: 0 }
  const phases: SubState[] = []
  const effects: UnitEffect[] = []
  for (const act of acts) {
    if (act.type === 'around') {
      around = { ...around, ...act.around }
      continue
    }
    const step = stepService(unit, state, act, around)
    if (step.state.phase.at !== state.phase.at) {
      phases.push(step.state.phase.at)
    }
    state = step.state
    effects.push(...step.effects)
  }
  const lines = effects.flatMap(effect => (effect.do === 'log' ? [effect.text] : []))
  return { phases, effects, state, lines }
}

export const started = (pid: number): Act => ({ type: 'spawned', role: 'main', pid })
export const command = (pid: number): Act => ({ type: 'spawned', role: 'control', pid })
export const exited = (pid: number, status = 0): Act => ({ type: 'exited', exit: { pid, how: 'exited', status } })
export const killed = (pid: number, status: number): Act => ({ type: 'exited', exit: { pid, how: 'killed', status } })
export const at = (monotonic: number): Act => ({ type: 'around', around: { now: { realtime: 0, monotonic } } })
export const populated = (is: boolean): Act => ({ type: 'around', around: { populated: is } })
