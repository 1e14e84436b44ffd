/** What the manager tells a command of its service (systemd.exec(5), "Environment Variables Set or Propagated"). */
import type { Exit } from '#core/base/linux/exit.ts'
import { signalName } from '#core/base/linux/signal.ts'
import type { ExecKey, Execution } from '#core/unit/execution.ts'
import { type DirectorySetting, directoryVariables } from './directories.ts'

/** How a service ended: for its own ExecStop= and ExecStopPost=, and for the handler that is started because of it. */
export interface EndFacts {
  readonly invocationId: string
  readonly mainExit: Pick<Exit, 'how' | 'status'> | null
  readonly result: string
}

/** What the state of the service says at the moment of the start. */
export interface ServiceFacts extends EndFacts {
  readonly mainPid: number | null
  /** The service whose OnFailure= or OnSuccess= this one is, where there is just one. */
  readonly caller: (EndFacts & { readonly unit: string }) | null
}

const infinity = 2n ** 64n - 1n

/** An empty value of these is filled in by the executor, which alone knows the pid. */
const filledIn = 'SYSTEMD_EXEC_PID='

export function ownVariables(
  { notifyAccess, pidFile, watchdog }: Execution,
  key: ExecKey,
  facts: ServiceFacts,
  notifySocket: string,
  directories: readonly DirectorySetting[],
): readonly string[] {
  const isEnd = key === 'ExecStop' || key === 'ExecStopPost'
  const isMain = key === 'ExecStart'
  const isStart = key === 'ExecStartPre' || isMain
  return [
    `INVOCATION_ID=${facts.invocationId}`,
    filledIn,
    ...(mayNotify(notifyAccess, key) ? [`NOTIFY_SOCKET=${notifySocket}`] : []),
    ...(facts.mainPid === null ? [] : [`MAINPID=${facts.mainPid}`]),
    ...(pidFile === '' ? [] : [`PIDFILE=${pidFile}`]),
    ...(isMain && watchdog !== 0n && watchdog !== infinity ? ['WATCHDOG_PID=', `WATCHDOG_USEC=${watchdog}`] : []),
    ...(isEnd ? endVariables('', facts) : []),
    ...(isStart ? callerVariables(facts) : []),
    ...directoryVariables(directories),
  ]
}

/** Commands beside the main process may notify only where that is said in so many words. */
function mayNotify(access: Execution['notifyAccess'], key: ExecKey): boolean {
  return key === 'ExecStart' ? access !== 'none' : access === 'exec' || access === 'all'
}

function endVariables(prefix: string, { result, mainExit }: EndFacts): readonly string[] {
  if (mainExit === null) {
    return [`${prefix}SERVICE_RESULT=${result}`]
  }
  const status = mainExit.how === 'exited' ? `${mainExit.status}` : signalName(mainExit.status)
  return [`${prefix}SERVICE_RESULT=${result}`, `${prefix}EXIT_CODE=${mainExit.how}`, `${prefix}EXIT_STATUS=${status}`]
}

/** A handler is told whom it handles, also when it was started for another reason. */
function callerVariables({ caller }: ServiceFacts): readonly string[] {
  if (caller === null) {
    return []
  }
  const { unit, invocationId } = caller
  return [
    ...endVariables('MONITOR_', caller),
    ...(invocationId === '' ? [] : [`MONITOR_INVOCATION_ID=${invocationId}`]),
    `MONITOR_UNIT=${unit}`,
  ]
}
