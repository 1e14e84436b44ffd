/**
 * Everything that can happen. The manager turns exits, timers, messages and requests into these and hands them to step.ts,
 * one at a time; the log of them replays the whole run.
 */

import type { Exit } from '#core/base/linux/exit.ts'
import type { JobType } from '#core/job/job.ts'
import type { UnitReport } from '#core/lifecycle/event.ts'
import type { FoundProcess } from '#core/lifecycle/service/state.ts'
import type { ConditionOutcome } from '#core/unit/condition.ts'
import type { JobMode } from '#core/unit/job-mode.ts'
import type { Marker } from '#core/unit/marker.ts'
import type { Unit } from '#core/unit/unit.ts'
import type { Defaults } from './world.ts'

export type Event =
  /** What the unit's own machine is told. */
  | { readonly type: 'unit'; readonly unit: string; readonly event: UnitReport }
  /** The manager's configuration was read. */
  | { readonly type: 'configured'; readonly defaults: Defaults }
  /** Units were read from disk: with everything they refer to. */
  | { readonly type: 'loaded'; readonly units: readonly Unit[] }
  /** Somebody wants a job. The answer is a `reply` effect with the same ticket. */
  | { readonly type: 'request'; readonly ticket: number; readonly request: JobRequest }
  | { readonly type: 'cancel-job'; readonly job: number }
  | { readonly type: 'cancel-all-jobs' }
  | { readonly type: 'reset-failed'; readonly unit: string | null }
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
  | { readonly type: 'job-alarm'; readonly job: number }
  | { readonly type: 'uphold-alarm'; readonly unit: string }

/** Whose alarm rings: of a unit's own machine, of a job's time limit, or of a unit that is held up too often. */
export type AlarmOwner =
  | { readonly of: 'unit'; readonly unit: string }
  | { readonly of: 'job'; readonly job: number }
  | { readonly of: 'uphold'; readonly unit: string }

/** What an alarm that rings tells the engine. */
export function rung(owner: AlarmOwner): Event {
  switch (owner.of) {
    case 'unit':
      return { type: 'unit', unit: owner.unit, event: { type: 'alarm' } }
    case 'job':
      return { type: 'job-alarm', job: owner.job }
    case 'uphold':
      return { type: 'uphold-alarm', unit: owner.unit }
  }
}

export interface JobRequest {
  readonly unit: string
  readonly type: JobType
  readonly mode: JobMode
  /** Asked for by a person or program, not by another unit: RefuseManualStart= applies. */
  readonly manual: boolean
  /** `reload-or-restart` and `reload-or-try-restart`: reload where the unit can, else the job type given. */
  readonly reloadIfPossible: boolean
}
