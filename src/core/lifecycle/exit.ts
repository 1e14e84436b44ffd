/** How a process ended, and whether that is a success (systemd.service(5), SuccessExitStatus=). */
import type { ServiceResult } from '#core/lifecycle/service/state.ts'

export interface Exit {
  readonly pid: number
  readonly how: 'exited' | 'killed' | 'dumped'
  /** Exit code or signal number. */
  readonly status: number
}

export interface ExitStatusSet {
  readonly statuses: readonly number[]
  readonly signals: readonly number[]
}

/** CLD_EXITED, CLD_KILLED, CLD_DUMPED of waitid(2), as ExecMainCode= shows them. */
export const exitCodes = { exited: 1, killed: 2, dumped: 3 } as const

/** SIGHUP, SIGINT, SIGTERM, SIGPIPE: a daemon that ends by them was asked to. */
const politeSignals = [1, 2, 15, 13]

/** Whether an exit is in a set of exit codes and signals. */
export function isIn(exit: Exit, set: ExitStatusSet): boolean {
  return exit.how === 'exited' ? set.statuses.includes(exit.status) : set.signals.includes(exit.status)
}

/**
 * The result an exit stands for. A command must exit with 0; a daemon may also end by a signal that asks it to; both may do
 * what SuccessExitStatus= allows.
 */
export function resultOf(exit: Exit, kind: 'daemon' | 'command', alsoGood: ExitStatusSet): ServiceResult {
  if (isIn(exit, alsoGood)) {
    return 'success'
  }
  switch (exit.how) {
    case 'exited':
      return exit.status === 0 ? 'success' : 'exit-code'
    case 'killed':
      return kind === 'daemon' && politeSignals.includes(exit.status) ? 'success' : 'signal'
    case 'dumped':
      return 'core-dump'
  }
}
