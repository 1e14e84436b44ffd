/**
 * What the container is for: a command that runs in the foreground once the boot is done (`systemctl init -- COMMAND`), or a unit
 * with which it ends (`--exit-with=`). When that one has ended, everything is stopped in order, and its exit status is ours.
 */
import type { Effect } from '#core/engine/effect.ts'
import { activeState } from '#core/engine/work.ts'
import { type Entry, find, related } from '#core/engine/world.ts'
import type { Launch } from '#core/exec/launch.ts'
import { mainPid } from '#core/lifecycle/service/state.ts'
import { isInactiveOrFailed } from '#core/unit/active-state.ts'
import { quoteUnitWord } from '#core/unitfile/escape.ts'
import type { Host } from '#kernel/kernel.ts'
import type { Manager } from '#manager/manager.ts'
import type { Arguments } from './arguments.ts'
import { meaningOf } from './signals.ts'

/** The unit that the command is. */
export const commandUnit = 'container-command.service'

/** Exit statuses of shells (POSIX, "Exit Status for Commands"). */
const killedBySignal = 128

export interface ForegroundParts {
  readonly manager: Manager
  readonly args: Pick<Arguments, 'command' | 'exitWith'>
  /** The container is to be stopped, in order. */
  end(): void
}

export class Foreground {
  readonly #parts: ForegroundParts
  /** The unit that the container lives as long as; null where it lives until it is stopped. */
  readonly unit: string | null
  #isDone = false
  #wasAsked = false

  constructor(parts: ForegroundParts) {
    const { command, exitWith } = parts.args
    this.#parts = parts
    this.unit = exitWith ?? (command.length > 0 ? commandUnit : null)
  }

  /** What is to be started besides what is booted. */
  get units(): readonly string[] {
    const { command, exitWith } = this.#parts.args
    return [...(command.length > 0 ? [commandUnit] : []), ...(exitWith === null ? [] : [exitWith])]
  }

  /** Looks whether a change was the end of the unit. It is still in memory then. */
  note(effect: Extract<Effect, { type: 'unit-changed' | 'job-removed' }>): void {
    const entry = this.unit === null ? undefined : find(this.#parts.manager.world, this.unit)
    const about = effect.type === 'unit-changed' ? effect.unit : effect.job.unit
    if (entry === undefined || about !== entry.unit.id || this.#isDone) {
      return
    }
    if (entry.job === null && isInactiveOrFailed(activeState(entry))) {
      const failure = effect.type === 'job-removed' && effect.result !== 'done' ? effect.result : null
      if (failure !== null && this.#parts.manager.ending === null) {
        this.#tellNotStarted(entry, failure)
      }
      this.#finish(failure === null ? exitStatusOf(entry) : Math.max(1, exitStatusOf(entry)))
    }
  }

  /**
   * Hands a signal on to the command, which may take it as it likes; a second that asks for the end does not leave it to it.
   * False where there is no command, or it does not run yet, or the end has begun.
   */
  forward(signal: number): boolean {
    const { manager } = this.#parts
    const pid = this.#parts.args.command.length === 0 || manager.ending !== null ? null : this.#commandPid()
    const asksForEnd = meaningOf(signal).do === 'end'
    if (pid === null || (asksForEnd && this.#wasAsked)) {
      return false
    }
    this.#wasAsked ||= asksForEnd
    return manager.kernel.processes.kill(pid, signal).ok
  }

  /** For want of a unit it requires, mostly: that one is named. */
  #tellNotStarted(entry: Entry, result: string): void {
    const { world, kernel } = this.#parts.manager
    const failed = [...related(entry, 'Requires')].filter(id => {
      const required = find(world, id)
      return required !== undefined && activeState(required) !== 'active'
    })
    const why = failed.length === 0 ? result : `${result}: ${failed.join(', ')} is not up`
    kernel.output.writeError(`berth: ${entry.unit.id} could not be started (${why}).`)
  }

  #commandPid(): number | null {
    const state = find(this.#parts.manager.world, commandUnit)?.state
    return state?.type === 'service' ? mainPid(state.main) : null
  }

  #finish(status: number): void {
    const { manager, end } = this.#parts
    this.#isDone = true
    if (manager.ending === null) {
      manager.exitCode = status
    }
    manager.loop.runErrand(`the end of ${this.unit}`, end)
  }
}

/** The main process's own, 128 and the signal's number where one killed it; 1 for a failure of any other kind. */
function exitStatusOf(entry: Entry): number {
  const { state } = entry
  const exit = state.type === 'service' ? state.mainRun.exit : null
  if (exit === null) {
    return activeState(entry) === 'failed' ? 1 : 0
  }
  return exit.how === 'exited' ? exit.status : killedBySignal + exit.status
}

/** The unit file of the command. */
export function commandText(path: string, argv: readonly string[], waitFor: string | null): string {
  const unit = waitFor === null ? 'After=default.target' : `After=${waitFor}\nRequires=${waitFor}`
  // `:` keeps `$` as it is (systemd.service(5), "Command lines").
  const words = [path, ...argv].map(quoteUnitWord)
  return `[Unit]
Description=Command of the container
${unit}
CollectMode=inactive-or-failed
StartLimitIntervalSec=0
[Service]
Type=exec
StandardOutput=null
SendSIGHUP=yes
ExecStart=:@${words.join(' ')}
`
}

/** The command as the container would have run it: its environment, limits, folder, and our own standard streams. */
export function asForeground(launch: Launch, { environment, limits, workingDirectory }: Host): Launch {
  return {
    ...launch,
    process: {
      ...launch.process,
      environment: [...environment].map(([name, value]) => `${name}=${value}`),
      limits,
      inForeground: true,
      ignoreSigpipe: false,
    },
    streams: {
      ...launch.streams,
      input: { from: 'descriptor', fd: 0 },
      output: { to: 'descriptor', fd: 1 },
      error: { to: 'descriptor', fd: 2 },
    },
    files: { ...launch.files, workingDirectory: { at: 'path', path: workingDirectory, optional: true } },
  }
}
