/** What the manager tells a command of its service (systemd.exec(5), "Environment Variables Set or Propagated"). */
import { signalName } from '#core/base/signal.ts'
import type { CommandKey } from '#core/unit/directives/service.ts'
import type { ServiceUnit } from '#core/unit/unit.ts'
import { type DirectorySetting, directoryVariables } from './directories.ts'

/** What the state of the service says at the moment of the start. */
export interface ServiceFacts {
  readonly invocationId: string
  readonly mainPid: number | null
  /** How the main process ended: for ExecStop= and ExecStopPost=. */
  readonly mainExit: { readonly how: 'exited' | 'killed' | 'dumped'; readonly status: number } | null
  readonly result: string
}

/** An empty value of these is filled in by the executor, which alone knows the pid. */
const filledIn = 'SYSTEMD_EXEC_PID='

export function ownVariables(
  unit: ServiceUnit,
  key: CommandKey,
  facts: ServiceFacts,
  notifySocket: string,
  directories: readonly DirectorySetting[],
): readonly string[] {
  const { service } = unit
  const isEnd = key === 'ExecStop' || key === 'ExecStopPost'
  const watchdog = service.WatchdogSec
  return [
    `INVOCATION_ID=${facts.invocationId}`,
    filledIn,
    ...(service.NotifyAccess === 'none' ? [] : [`NOTIFY_SOCKET=${notifySocket}`]),
    ...(facts.mainPid === null ? [] : [`MAINPID=${facts.mainPid}`]),
    ...(service.PIDFile === '' ? [] : [`PIDFILE=${service.PIDFile}`]),
    ...(watchdog === 0n || watchdog === 2n ** 64n - 1n ? [] : ['WATCHDOG_PID=', `WATCHDOG_USEC=${watchdog}`]),
    ...(isEnd ? endVariables(facts) : []),
    ...directoryVariables(directories),
  ]
}

function endVariables({ result, mainExit }: ServiceFacts): readonly string[] {
  if (mainExit === null) {
    return [`SERVICE_RESULT=${result}`]
  }
  const status = mainExit.how === 'exited' ? `${mainExit.status}` : signalName(mainExit.status)
  return [`SERVICE_RESULT=${result}`, `EXIT_CODE=${mainExit.how}`, `EXIT_STATUS=${status}`]
}
