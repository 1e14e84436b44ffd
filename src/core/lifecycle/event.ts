/**
 * Everything that can happen to a unit. Requests are imperative, what has happened stands in the past. A machine takes what
 * concerns its type of unit, and passes over the rest.
 */
import type { Exit } from '#core/base/linux/exit.ts'
import type { NotifyAccess } from '#core/unit/directives/service.ts'
import type { ProcessRole } from './effect.ts'
import type { FoundProcess } from './service/state.ts'

export type UnitEvent = UnitReport | UnitRequest | EngineReport

/** What the manager reports of a unit. */
export type UnitReport =
  | { readonly type: 'spawned'; readonly role: ProcessRole; readonly pid: number }
  | { readonly type: 'spawn-failed'; readonly role: ProcessRole; readonly reason: string }
  /** The executor handed over to the program. */
  | { readonly type: 'handed-over'; readonly pid: number }
  /** No process of the unit is left. */
  | { readonly type: 'emptied' }
  /** The unit's alarm rings. */
  | { readonly type: 'alarm' }
  | { readonly type: 'pid-file'; readonly outcome: PidFileOutcome }
  | { readonly type: 'main-guessed'; readonly pid: number | null }
  | { readonly type: 'bus-name'; readonly owned: boolean }
  | { readonly type: 'notified'; readonly message: NotifyMessage }
  /** `fault` says what could not be opened and why. */
  | { readonly type: 'sockets-opened'; readonly fault: string | null }
  /** Somebody came to a socket: a connection or a message waits. */
  | { readonly type: 'traffic' }
  /** Remove these, which an inactive unit keeps (systemctl(1), clean). */
  | { readonly type: 'clean'; readonly paths: readonly string[] }
  | { readonly type: 'cleaned'; readonly ok: boolean }

/** What jobs ask for. */
export type UnitRequest =
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  | { readonly type: 'reload' }
  | { readonly type: 'reset-failed' }
  | { readonly type: 'start-limit-hit' }

/** What the engine knows first. */
export type EngineReport =
  /** It is up, or no more, without our doing, as /proc/self/mountinfo tells of mounts. */
  | { readonly type: 'appeared'; readonly up: boolean }
  /** `successor`: whom the PID file names now, read when a main process ended. */
  | { readonly type: 'exited'; readonly exit: Exit; readonly successor?: FoundProcess | null }
  /** A unit that this one triggers changed its state, or a job of it ended. */
  | { readonly type: 'triggered-changed'; readonly is: Readiness; readonly gaveUp: boolean; readonly hasJob: boolean }

/** How a triggered unit stands to what triggers it: it is up, is out, or is on its way from one to the other. */
export type Readiness = 'running' | 'out' | 'between'

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
  readonly busError: string | null
  readonly varlinkError: string | null
  readonly mainPid: FoundProcess | null
  readonly watchdog: 'ping' | 'trigger' | null
  readonly watchdogUs: number | null
  readonly extendTimeoutUs: number | null
  readonly notifyAccess: NotifyAccess | null
}
