/**
 * Jobs: requests for a change of one unit's state, queued by a transaction (systemctl(1), "list-jobs").
 *
 * Nine types can be asked for; five can be installed. `try-restart`, `try-reload` and `reload-or-start` are decided
 * against the unit's state when they are asked for (merge.ts, "collapse") and become one of the others, or `nop`.
 */
import type { Cycle } from './cycle.ts'

/** A job that can stand in the queue. */
export type InstalledJobType = 'start' | 'verify-active' | 'stop' | 'reload' | 'restart' | 'nop'

/** A job that can be asked for. */
export type JobType = InstalledJobType | 'reload-or-start' | 'try-restart' | 'try-reload'

/** How a job ended, in the words of the JobRemoved signal. */
export type JobResult =
  | 'done'
  | 'canceled'
  | 'timeout'
  | 'failed'
  | 'dependency'
  | 'skipped'
  | 'invalid'
  | 'assert'
  | 'unsupported'
  | 'collected'
  | 'once'
  | 'frozen'
  | 'concurrency'

/** A job in the queue. */
export interface Job {
  readonly id: number
  readonly unit: string
  readonly type: InstalledJobType
  readonly state: 'waiting' | 'running'
  /** No later transaction may undo it (replace-irreversibly). */
  readonly irreversible: boolean
  /** Runs without regard to Before= and After= (ignore-dependencies). */
  readonly ignoreOrder: boolean
  /** Monotonic µs when it was installed and when it began to run. */
  readonly since: number
  readonly runningSince: number | null
}

/** Why a request was refused. The code is the last part of the D-Bus error's name (org.freedesktop.systemd1.*). */
export interface Refusal {
  readonly code:
    | 'NoSuchUnit'
    | 'LoadFailed'
    | 'BadUnitSetting'
    | 'UnitMasked'
    | 'JobTypeNotApplicable'
    | 'NoIsolation'
    | 'OnlyByDependency'
    | 'ShuttingDown'
    | 'TransactionJobsConflicting'
    | 'TransactionOrderIsCyclic'
    | 'TransactionIsDestructive'
    | 'InvalidArgs'
  readonly message: string
  /** For an order that cannot be had. */
  readonly cycle?: Cycle
}
