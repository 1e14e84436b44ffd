/**
 * The end of everything. Asked for politely, a target that conflicts with all units is started, which stops them in order;
 * asked with force, or when the order has a circle, or when the last unit is down, whatever still lives is ended, and the
 * manager exits with the code it was given.
 */
import type { Clock, Output, Processes } from '#kernel/kernel.ts'
import type { EndKind } from './steward.ts'

/** The target that leads to each end. What a container cannot do ends it all the same. */
export const endTargets: Readonly<Record<EndKind, string>> = {
  exit: 'exit.target',
  poweroff: 'poweroff.target',
  reboot: 'reboot.target',
  halt: 'halt.target',
  kexec: 'reboot.target',
  'soft-reboot': 'reboot.target',
}

/** How long what is left may take after SIGTERM, before SIGKILL: docker's own patience is 10 s in all. */
const graceUs = 3_000_000
const SIGTERM = 15
const SIGKILL = 9
const SIGCONT = 18
const SIGHUP = 1

export interface EndingParts {
  readonly clock: Clock
  readonly processes: Processes
  readonly output: Output
  readonly isPid1: boolean
  /** Processes that are the manager's to end where it is not PID 1. */
  ownProcesses(): readonly number[]
  /** Calls back on every exit that was reaped, and when the monotonic time has come. */
  onExit(callback: () => void): void
  at(monotonic: number, callback: () => void): void
  log(text: string): void
}

/** Ends what is left and exits; returns at once, the exit comes when nothing is left or patience is. */
export function endEverything(parts: EndingParts, exitCode: number): void {
  let isOver = false
  const finish = (): void => {
    if (!isOver) {
      isOver = true
      void parts.output.drain(1000).then(() => parts.processes.exit(exitCode))
    }
  }
  const finishIfAlone = (): boolean => {
    const isAlone = survivors(parts).length === 0
    if (isAlone) {
      finish()
    }
    return isAlone
  }
  signalAll(parts, SIGTERM)
  if (finishIfAlone()) {
    return
  }
  parts.log(`Waiting for ${survivors(parts).length} remaining processes to end.`)
  parts.onExit(finishIfAlone)
  parts.at(parts.clock.monotonic() + graceUs, () => {
    signalAll(parts, SIGKILL)
    parts.at(parts.clock.monotonic() + graceUs / 3, finish)
    finishIfAlone()
  })
}

function survivors({ processes, isPid1, ownProcesses }: EndingParts): readonly number[] {
  return isPid1
    ? processes
        .list()
        .filter(entry => entry.pid !== 1 && !entry.zombie)
        .map(entry => entry.pid)
    : ownProcesses()
}

/** Everybody in our PID namespace but us; beside a foreign PID 1 only what is ours. */
function signalAll(parts: EndingParts, signal: number): void {
  for (const pid of survivors(parts)) {
    parts.processes.kill(pid, signal)
    if (signal === SIGTERM) {
      parts.processes.kill(pid, SIGCONT)
      // Shells end by SIGHUP only.
      parts.processes.kill(pid, SIGHUP)
    }
  }
}
