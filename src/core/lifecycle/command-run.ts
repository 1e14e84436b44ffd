/**
 * Commands that run beside a main process, or where there is none: the lists of ExecStartPre= and its siblings, one command after
 * the other. Services and sockets run them; what is alike in all of it stands here, what follows stands with each type.
 */
import type { Exit } from '#core/base/linux/exit.ts'
import { formatExitStatus } from '#core/base/linux/exit-status.ts'
import { signalName } from '#core/base/linux/signal.ts'
import type { KillSettings } from '#core/unit/directives/kill.ts'
import type { ExecKey, Execution } from '#core/unit/execution.ts'
import type { UnitEffect } from './effect.ts'
import type { EndResult } from './exit.ts'

/** A command that runs beside the main process; its pid is known once the manager has started it. */
export interface CommandRun<K extends ExecKey = ExecKey> {
  readonly key: K
  /** Its place in the list; null once a reload took it out of there. */
  readonly index: number | null
  readonly pid: number | null
}

/** The command after one of a list; null after the last, and after one that is not in the list any more. */
export function indexAfter(
  { commands }: Pick<Execution, 'commands'>,
  key: ExecKey,
  index: number | null,
): number | null {
  return index !== null && index + 1 < (commands[key]?.length ?? 0) ? index + 1 : null
}

export function spawnControl(key: ExecKey, index: number): UnitEffect {
  return { do: 'spawn', role: 'control', key, index }
}

/** Whether a command's failure counts for nothing (`-`). */
export function isForgiven({ commands }: Pick<Execution, 'commands'>, { key, index }: CommandRun): boolean {
  return index !== null && commands[key]?.[index]?.ignoreFailure === true
}

/** Asked for and not answered yet. */
export function awaitsPid(run: CommandRun | null): boolean {
  return run?.pid === null
}

/** How a process ended, for the log. */
export function exitLine(who: string, exit: Exit, result: EndResult): UnitEffect {
  const status = exit.how === 'exited' ? formatExitStatus(exit.status) : `${exit.status}/${signalName(exit.status)}`
  const level = result === 'success' ? 'debug' : exit.how === 'exited' ? 'notice' : 'warning'
  return { do: 'log', level, text: `${who} exited, code=${exit.how}, status=${status}` }
}

export function spawnFailedLine(key: ExecKey, reason: string): UnitEffect {
  return { do: 'log', level: 'warning', text: `Failed to spawn '${taskNames[key]}' task: ${reason}` }
}

/** systemd's names of the commands in its log lines. */
const taskNames: Readonly<Record<ExecKey, string>> = {
  ExecCondition: 'exec-condition',
  ExecStartPre: 'start-pre',
  ExecStart: 'start',
  ExecStartPost: 'start-post',
  ExecReload: 'reload',
  ExecStop: 'stop',
  ExecStopPre: 'stop-pre',
  ExecStopPost: 'stop-post',
}

export interface Targets {
  readonly targets: readonly number[]
  readonly all: boolean
  /** Whether there is anybody to wait for. */
  readonly waits: boolean
}

/** Whom a signal goes to that is to end a unit (systemd.kill(5), KillMode=), of whom `known` are its processes known by pid. */
export function killTargets(
  { KillMode }: KillSettings,
  known: readonly (number | null)[],
  { populated, isLast }: { readonly populated: boolean; readonly isLast: boolean },
): Targets {
  if (KillMode === 'none') {
    return { targets: [], all: false, waits: false }
  }
  const targets = known.filter(pid => pid !== null)
  const all = KillMode === 'control-group' || (KillMode === 'mixed' && isLast)
  return { targets, all, waits: targets.length > 0 || (all && populated) }
}
