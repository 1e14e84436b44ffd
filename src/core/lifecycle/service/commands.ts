/** The commands of a service: which runs now, and which comes after it. */
import { spawnControl } from '#core/lifecycle/command-run.ts'
import type { CommandKey } from '#core/unit/directives/service.ts'
import type { CommandPhase } from './state.ts'
import { ask, commandsOf, enter, put, type Turn } from './turn.ts'

/** Runs the first of a phase's commands; null where the unit has none. */
export function runCommands(turn: Turn, at: CommandPhase, key: CommandKey, limit: bigint): Turn | null {
  if (commandsOf(turn.unit, key) === 0) {
    return null
  }
  const entered = enter(turn, { at, control: { key, index: 0, pid: null } }, limit)
  return ask(entered, spawnControl(key, 0))
}

/** Starts the main process with one of ExecStart=. */
export function runMain(turn: Turn, index: number): Turn {
  const starting = put(turn, { main: { is: 'starting', index } })
  return ask(starting, { do: 'spawn', role: 'main', key: 'ExecStart', index })
}

/** The next of several commands of the same key, beside the main process. */
export function runNextControl(turn: Turn, key: CommandKey, index: number): Turn {
  const { phase } = turn.state
  if (!('control' in phase)) {
    return turn
  }
  const next = put(turn, { phase: { ...phase, control: { key, index, pid: null } } })
  return ask(next, spawnControl(key, index))
}

export function withoutControl(turn: Turn): Turn {
  const { phase } = turn.state
  return 'control' in phase ? put(turn, { phase: { ...phase, control: null } }) : turn
}
