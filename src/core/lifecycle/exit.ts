/** How a process ended, and whether that is a success (systemd.service(5), SuccessExitStatus=). */
import type { Exit } from '#core/base/linux/exit.ts'

/** Result=, as far as the end of a process decides it. */
export type EndResult = 'success' | 'exit-code' | 'signal' | 'core-dump'

export interface ExitStatusSet {
  readonly statuses: readonly number[]
  readonly signals: readonly number[]
}

/** SIGHUP, SIGINT, SIGTERM, SIGPIPE: a daemon that ends by them was asked to. */
const politeSignals = [1, 2, 15, 13]

/** Whether an exit is in a set of exit codes and signals. */
export function isIn(exit: Pick<Exit, 'how' | 'status'>, set: ExitStatusSet): boolean {
  return exit.how === 'exited' ? set.statuses.includes(exit.status) : set.signals.includes(exit.status)
}

/**
 * The result an exit stands for. A command must exit with 0; a daemon may also end by a signal that asks it to; both may do
 * what SuccessExitStatus= allows.
 */
export function resultOf(exit: Exit, kind: 'daemon' | 'command', alsoGood: ExitStatusSet): EndResult {
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
