/** When a job has lasted too long: JobTimeoutSec= counts from when it was queued, JobRunningTimeoutSec= from when it began. */
import type { Job } from './job.ts'

interface JobLimits {
  readonly JobTimeoutSec: bigint
  readonly JobRunningTimeoutSec: bigint
}

/** Monotonic µs, or null for a job that may take for ever (spans beyond 2^53 µs count as that). */
export function jobDeadline(limits: JobLimits, job: Pick<Job, 'since' | 'runningSince'>): number | null {
  const moments = [
    { from: job.since, span: limits.JobTimeoutSec },
    { from: job.runningSince, span: limits.JobRunningTimeoutSec },
  ].flatMap(({ from, span }) => (from === null || span > BigInt(Number.MAX_SAFE_INTEGER) ? [] : [from + Number(span)]))
  return moments.length === 0 ? null : Math.min(...moments)
}
