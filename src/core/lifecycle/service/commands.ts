/** The commands of a service: which runs now, and which comes after it. */
import type { CommandKey } from '#core/unit/directives/service.ts'
import type { CommandPhase } from './state.ts'
import { ask, commandsOf, enter, put, type Turn } from './turn.ts'

/** Runs the first of a phase's commands; null where the unit has none. */
export function runCommands(turn: Turn, at: CommandPhase, key: CommandKey, limit: bigint): Turn | null {
  if (commandsOf(turn.unit, key) === 0) {
    return null
  }
  const entered = enter(turn, { at, control: { key, index: 0, pid: null } }, limit)
  return ask(entered, { do: 'spawn', role: 'control', key, index: 0 })
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
  return ask(next, { do: 'spawn', role: 'control', key, index })
}

/** systemd's names of the commands in its log lines. */
export const taskNames: Readonly<Record<CommandKey, string>> = {
  ExecCondition: 'exec-condition',
  ExecStartPre: 'start-pre',
  ExecStart: 'start',
  ExecStartPost: 'start-post',
  ExecReload: 'reload',
  ExecStop: 'stop',
  ExecStopPost: 'stop-post',
}

export function withoutControl(turn: Turn): Turn {
  const { phase } = turn.state
  return 'control' in phase ? put(turn, { phase: { ...phase, control: null } }) : turn
}
