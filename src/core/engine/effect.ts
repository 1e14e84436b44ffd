/** Everything the engine can ask the manager to do, as plain data. */
import type { Job, JobResult, Refusal } from '#core/job/job.ts'
import type { LogLevel, UnitEffect } from '#core/lifecycle/effect.ts'

export type Effect =
  /** What a unit's own machine asks for. */
  | { readonly type: 'unit'; readonly unit: string; readonly effect: PerformedEffect }
  /** Look at the conditions and asserts of a unit; the answer is `checked`. */
  | { readonly type: 'check'; readonly unit: string }
  | { readonly type: 'reply'; readonly ticket: number; readonly reply: Reply }
  | { readonly type: 'job-alarm'; readonly job: number; readonly at: number | null }
  /** Tell `uphold-alarm` at this monotonic µs: a unit that is to be held up was tried too often. */
  | { readonly type: 'uphold-alarm'; readonly unit: string; readonly at: number }
  /** For clients that watch. */
  | { readonly type: 'unit-new'; readonly unit: string }
  | { readonly type: 'unit-removed'; readonly unit: string; readonly names: readonly string[] }
  | { readonly type: 'unit-changed'; readonly unit: string }
  | { readonly type: 'job-new'; readonly job: Job }
  | { readonly type: 'job-changed'; readonly job: Job }
  | { readonly type: 'job-removed'; readonly job: Job; readonly result: JobResult }
  /** A line for the log, about a unit or about everything; with a mark it is for whoever watches the boot: `[  OK  ] Started ...`. */
  | {
      readonly type: 'log'
      readonly unit: string | null
      readonly level: LogLevel
      readonly text: string
      readonly mark: AnnounceMark | null
    }
  /** A unit asks for the end of everything (SuccessAction=, FailureAction=, JobTimeoutAction=); `reason` and `warn` are for the log. */
  | {
      readonly type: 'emergency'
      readonly unit: string
      readonly action: string
      readonly exitStatus: number | null
      readonly reason: string
      readonly warn: boolean
    }
  /** Every job of the boot is done. */
  | { readonly type: 'startup-finished' }

/** What the engine hands on of a machine's effects; the others it works out itself. */
export type PerformedEffect = Exclude<UnitEffect, { do: 'changed' | 'restart' | 'log' | 'trigger' }>

export type AnnounceMark = 'ok' | 'failed' | 'depend' | 'time' | 'assert' | 'unsupported' | 'skip' | 'info'

/** The answer to a request: the job that was queued with the jobs it brought along, or why not. */
export type Reply =
  | { readonly ok: true; readonly job: Job; readonly affected: readonly Job[] }
  | { readonly ok: false; readonly refusal: Refusal }
