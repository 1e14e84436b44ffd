/** Jobs asked for over the bus: the same for the manager's methods (StartUnit) and a unit's own (Start). */

import type { BusError } from '#control/errors.ts'
import { jobPath, unitPath } from '#control/object-path.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import type { JobType } from '#core/job/job.ts'
import { type JobMode, jobModes } from '#core/unit/job-mode.ts'
import type { Steward } from '#manager/steward.ts'
import { busErrorOf, invalidArgs, refuse } from './refusals.ts'

/** What a method asks for: a job type, and whether a reload is as good where the unit can do it. */
export interface Wanted {
  readonly type: JobType
  readonly reloadIfPossible: boolean
}

/** The methods that ask for jobs. */
export const wanted = {
  Start: { type: 'start', reloadIfPossible: false },
  Stop: { type: 'stop', reloadIfPossible: false },
  Reload: { type: 'reload', reloadIfPossible: false },
  Restart: { type: 'restart', reloadIfPossible: false },
  TryRestart: { type: 'try-restart', reloadIfPossible: false },
  ReloadOrRestart: { type: 'restart', reloadIfPossible: true },
  ReloadOrTryRestart: { type: 'try-restart', reloadIfPossible: true },
} as const satisfies Record<string, Wanted>

/** The words EnqueueUnitJob takes for a job type. */
const enqueued = new Map<string, Wanted>([
  ['start', wanted.Start],
  ['stop', wanted.Stop],
  ['reload', wanted.Reload],
  ['restart', wanted.Restart],
  ['try-restart', wanted.TryRestart],
  ['verify-active', { type: 'verify-active', reloadIfPossible: false }],
  ['reload-or-start', { type: 'reload-or-start', reloadIfPossible: false }],
  ['try-reload', { type: 'try-reload', reloadIfPossible: false }],
  ['reload-or-restart', wanted.ReloadOrRestart],
  ['reload-or-try-restart', wanted.ReloadOrTryRestart],
])

function isJobMode(mode: string): mode is JobMode {
  return jobModes.some(known => known === mode)
}

/** Queues a job; the answer is its object path. */
export function queueJob(
  steward: Steward,
  unit: string,
  mode: string,
  { type, reloadIfPossible }: Wanted,
): Result<{ job: string }, BusError> {
  const reply = ask(steward, unit, mode, { type, reloadIfPossible })
  return reply.ok ? ok({ job: jobPath(reply.value.job.id) }) : reply
}

function ask(steward: Steward, unit: string, mode: string, { type, reloadIfPossible }: Wanted) {
  if (!isJobMode(mode)) {
    return invalidArgs(`Job mode ${mode} invalid`)
  }
  const loaded = steward.load(unit)
  if (!loaded.ok) {
    return refuse(loaded.error)
  }
  const reply = steward.request({ unit: loaded.value.unit.id, type, mode, manual: true, reloadIfPossible })
  return reply.ok ? ok(reply) : fail(busErrorOf(reply.refusal))
}

/** Jobs for all units with markers: a restart makes up for a reload. What cannot be queued holds up none of the others. */
export function enqueueMarkedJobs(steward: Steward): Result<{ jobs: readonly string[] }, BusError> {
  const marked = [...steward.world.entries.values()].filter(({ markers }) => markers.length > 0)
  const replies = marked.map(({ unit, markers }) => {
    const wish = markers.includes('needs-restart') ? wanted.TryRestart : wanted.ReloadOrTryRestart
    return queueJob(steward, unit.id, 'fail', wish)
  })
  const failed = replies.find(reply => !reply.ok)
  return failed ?? ok({ jobs: replies.flatMap(reply => (reply.ok ? [reply.value.job] : [])) })
}

/** EnqueueUnitJob: tells the whole transaction. */
export function enqueueJob(steward: Steward, unit: string, typeWord: string, mode: string) {
  const wish = enqueued.get(typeWord)
  if (wish === undefined) {
    return invalidArgs(`Job type ${typeWord} invalid`)
  }
  const reply = ask(steward, unit, mode, wish)
  if (!reply.ok) {
    return reply
  }
  const { job, affected } = reply.value
  return ok({
    job_id: job.id,
    job_path: jobPath(job.id),
    unit_id: job.unit,
    unit_path: unitPath(job.unit),
    job_type: job.type,
    affected_jobs: affected.map(
      other => [other.id, jobPath(other.id), other.unit, unitPath(other.unit), other.type] as const,
    ),
  })
}
