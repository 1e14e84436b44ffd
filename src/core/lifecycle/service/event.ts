/** Everything that can happen to a service. Requests are imperative, what has happened stands in the past. */

import type { ProcessRole } from '#core/lifecycle/effect.ts'
import type { Exit } from '#core/lifecycle/exit.ts'
import type { NotifyAccess } from '#core/unit/directives/service.ts'
import type { FoundProcess } from './state.ts'

export type ServiceEvent =
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  | { readonly type: 'reload' }
  | { readonly type: 'reset-failed' }
  | { readonly type: 'start-limit-hit' }
  | { readonly type: 'clean'; readonly paths: readonly string[] }
  | { readonly type: 'cleaned'; readonly ok: boolean }
  | { readonly type: 'spawned'; readonly role: ProcessRole; readonly pid: number }
  | { readonly type: 'spawn-failed'; readonly role: ProcessRole; readonly reason: string }
  /** The executor handed over to the program. */
  | { readonly type: 'handed-over'; readonly pid: number }
  /** `successor`: whom the PID file names now, read when a main process ended. */
  | { readonly type: 'exited'; readonly exit: Exit; readonly successor?: FoundProcess | null }
  /** No process of the unit is left. */
  | { readonly type: 'emptied' }
  /** The deadline has passed. */
  | { readonly type: 'timeout' }
  | { readonly type: 'watchdog-timeout' }
  | { readonly type: 'pid-file'; readonly outcome: PidFileOutcome }
  | { readonly type: 'main-guessed'; readonly pid: number | null }
  | { readonly type: 'bus-name'; readonly owned: boolean }
  | { readonly type: 'notified'; readonly message: NotifyMessage }

export type PidFileOutcome =
  | ({ readonly found: 'process' } & FoundProcess)
  /** Nothing to go by; `reason` is a sentence for the log. */
  | { readonly found: 'nothing'; readonly reason: string }

/** What a datagram on NOTIFY_SOCKET said, as far as it concerns the state (sd_notify(3)). The sender was checked. */
export interface NotifyMessage {
  readonly ready: boolean
  readonly reloading: { readonly monotonic: number | null } | null
  readonly stopping: boolean
  readonly status: string | null
  readonly errno: number | null
  readonly mainPid: FoundProcess | null
  readonly watchdog: 'ping' | 'trigger' | null
  readonly watchdogUs: number | null
  readonly extendTimeoutUs: number | null
  readonly notifyAccess: NotifyAccess | null
}
