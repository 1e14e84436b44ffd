/**
 * A Turn is one event being worked out: the state so far, and what was asked for so far. Every function of the service
 * machine takes a Turn and returns one; nothing is ever changed in place.
 */

import type { LogLevel, Surroundings, UnitEffect } from '#core/lifecycle/effect.ts'
import { after } from '#core/lifecycle/instant.ts'
import type { CommandKey } from '#core/unit/directives/service.ts'
import type { ServiceUnit } from '#core/unit/unit.ts'
import { activeStateOf, traitsOf } from './phases.ts'
import type { Main, Phase, ServiceResult, ServiceState } from './state.ts'

export interface Turn {
  readonly unit: ServiceUnit
  readonly around: Surroundings
  readonly state: ServiceState
  readonly effects: readonly UnitEffect[]
}

export function put(turn: Turn, patch: Partial<ServiceState>): Turn {
  return { ...turn, state: { ...turn.state, ...patch } }
}

export function ask(turn: Turn, ...effects: readonly UnitEffect[]): Turn {
  return { ...turn, effects: [...turn.effects, ...effects] }
}

export function log(turn: Turn, level: LogLevel, text: string): Turn {
  return ask(turn, { do: 'log', level, text })
}

/** Remembers a failure; the first one since the last start stays. */
export function blame(turn: Turn, result: ServiceResult): Turn {
  return turn.state.result === 'success' ? put(turn, { result }) : turn
}

/** Enters a phase that may last until `limit` (a time span in µs from now) has passed, or for ever. */
export function enter(turn: Turn, phase: Phase, limit: bigint | null = null): Turn {
  const deadline = limit === null ? null : after(turn.around.now.monotonic, limit)
  const from = activeStateOf(turn.unit, turn.state.phase.at)
  const to = activeStateOf(turn.unit, phase.at)
  const left = watchesPidFile(turn.state.phase) && !watchesPidFile(phase)
  const next = put(turn, {
    phase,
    deadline,
    main: mainIn(phase, turn.state.main),
    ...watchdogIn(phase),
    ...accessIn(phase),
  })
  const alarmed = deadline === turn.state.deadline ? next : ask(next, { do: 'alarm', at: nextAlarm(next.state) })
  const unwatched = left ? ask(alarmed, { do: 'watch-pid-file', on: false }) : alarmed
  return ask(unwatched, { do: 'changed', from, to, outcome: { reloaded: turn.state.reloadResult === 'success' } })
}

/** The unit's one timer serves the phase's deadline and the watchdog, whichever comes first. */
export function nextAlarm(state: ServiceState): number | null {
  const watchdog = state.watchdog?.deadline ?? null
  if (state.deadline === null || watchdog === null) {
    return state.deadline ?? watchdog
  }
  return Math.min(state.deadline, watchdog)
}

/** Changes the deadline of the phase that lasts. */
export function setDeadline(turn: Turn, deadline: number | null): Turn {
  const next = put(turn, { deadline })
  return ask(next, { do: 'alarm', at: nextAlarm(next.state) })
}

function watchesPidFile(phase: Phase): boolean {
  return phase.at === 'start' || phase.at === 'start-post'
}

/** At rest there is no main process to know of. */
function mainIn(phase: Phase, main: Main): Main {
  return traitsOf(phase).main === 'forgotten' ? { is: 'none' } : main
}

function watchdogIn(phase: Phase): { readonly watchdog?: null } {
  return traitsOf(phase).hasWatchdog ? {} : { watchdog: null }
}

/** Who may speak is as the unit file says again once the service has come to rest. */
function accessIn({ at }: Phase): { readonly notifyAccess?: null } {
  return at === 'dead' || at === 'failed' ? { notifyAccess: null } : {}
}

/** How many commands a unit has under a key. */
export function commandsOf(unit: ServiceUnit, key: CommandKey): number {
  return unit.service[key].length
}
