/**
 * Everything that can happen. The manager turns exits, timers, messages and requests into these and hands them to step.ts,
 * one at a time; the log of them replays the whole run.
 */

import type { JobType } from '#core/job/job.ts'
import type { ProcessRole } from '#core/lifecycle/effect.ts'
import type { Exit } from '#core/lifecycle/exit.ts'
import type { NotifyMessage, PidFileOutcome } from '#core/lifecycle/service/event.ts'
import type { FoundProcess } from '#core/lifecycle/service/state.ts'
import type { ConditionOutcome } from '#core/unit/condition.ts'
import type { JobMode } from '#core/unit/job-mode.ts'
import type { Marker } from '#core/unit/marker.ts'
import type { Unit } from '#core/unit/unit.ts'

export type Event =
  /** Units were read from disk: with everything they refer to. */
  | { readonly type: 'loaded'; readonly units: readonly Unit[] }
  /** Somebody wants a job. The answer is a `reply` effect with the same ticket. */
  | { readonly type: 'request'; readonly ticket: number; readonly request: JobRequest }
  | { readonly type: 'cancel-job'; readonly job: number }
  | { readonly type: 'cancel-all-jobs' }
  | { readonly type: 'reset-failed'; readonly unit: string | null }
  /** Remove these, which an inactive unit keeps (systemctl(1), clean). */
  | { readonly type: 'clean'; readonly unit: string; readonly paths: readonly string[] }
  | { readonly type: 'cleaned'; readonly unit: string; readonly ok: boolean }
  /** A client holds on to units, or lets them go: a held unit is not forgotten. */
  | { readonly type: 'hold'; readonly units: readonly string[] }
  | { readonly type: 'release'; readonly units: readonly string[] }
  | { readonly type: 'marked'; readonly unit: string; readonly markers: readonly Marker[] }
  /** These are up, or no more, without our doing, as /proc/self/mountinfo tells of mounts. */
  | { readonly type: 'appeared'; readonly units: readonly string[]; readonly up: boolean }
  /** The conditions of a unit were looked at and, where they hold, its asserts. */
  | {
      readonly type: 'checked'
      readonly unit: string
      readonly conditions: readonly ConditionOutcome[]
      readonly asserts: readonly ConditionOutcome[]
    }
  | { readonly type: 'invoked'; readonly unit: string; readonly invocationId: string; readonly mark: bigint }
  | { readonly type: 'spawned'; readonly unit: string; readonly role: ProcessRole; readonly pid: number }
  | { readonly type: 'spawn-failed'; readonly unit: string; readonly role: ProcessRole; readonly reason: string }
  | { readonly type: 'handed-over'; readonly unit: string; readonly pid: number }
  /**
   * A main or control process ended; `populated` says whether others of the unit live on, `successor` whom the PID file names
   * now as the main process.
   */
  | {
      readonly type: 'exited'
      readonly exit: Exit
      readonly populated: boolean
      readonly successor?: FoundProcess | null
    }
  | { readonly type: 'emptied'; readonly unit: string }
  | { readonly type: 'alarm'; readonly unit: string }
  | { readonly type: 'job-alarm'; readonly job: number }
  | { readonly type: 'uphold-alarm'; readonly unit: string }
  | { readonly type: 'pid-file'; readonly unit: string; readonly outcome: PidFileOutcome }
  | { readonly type: 'main-guessed'; readonly unit: string; readonly pid: number | null }
  | { readonly type: 'sockets-opened'; readonly unit: string; readonly fault: string | null }
  | { readonly type: 'traffic'; readonly unit: string }
  | { readonly type: 'bus-name'; readonly unit: string; readonly owned: boolean }
  | { readonly type: 'notified'; readonly unit: string; readonly message: NotifyMessage }

export interface JobRequest {
  readonly unit: string
  readonly type: JobType
  readonly mode: JobMode
  /** Asked for by a person or program, not by another unit: RefuseManualStart= applies. */
  readonly manual: boolean
  /** `reload-or-restart` and `reload-or-try-restart`: reload where the unit can, else the job type given. */
  readonly reloadIfPossible: boolean
}
