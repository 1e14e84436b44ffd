/** Jobs as objects on the bus. */

import { implement } from '#control/implement.ts'
import { jobPath, unitPath } from '#control/object-path.ts'
import { jobInterface } from '#control/protocol/job.ts'
import { ok } from '#core/base/result.ts'
import type { Job } from '#core/job/job.ts'
import { firstOf } from '#core/job/order.ts'
import type { Steward } from '#manager/steward.ts'

export interface JobSubject {
  readonly steward: Steward
  readonly job: Job
}

/** `(usssoo)`: id, unit, type, state, the job's path, the unit's path. */
export type JobRow = readonly [number, string, string, string, string, string]

export function jobRow(job: Job): JobRow {
  return [job.id, job.unit, job.type, job.state, jobPath(job.id), unitPath(job.unit)]
}

/** The jobs this one waits for, or those that wait for it (systemctl(1), list-jobs --after, --before). */
export function neighbours({ steward: { world }, job }: JobSubject, which: 'after' | 'before'): JobRow[] {
  const entry = world.entries.get(job.unit)
  return (['after', 'before'] as const).flatMap(relation =>
    [...(entry?.relations.get(relation === 'after' ? 'After' : 'Before') ?? [])].flatMap(id => {
      const other = world.entries.get(id)?.job
      if (other == null) {
        return []
      }
      const first = firstOf(job, other, relation)
      return first === (which === 'after' ? 'b' : 'a') ? [jobRow(other)] : []
    }),
  )
}

export const jobFace = implement(jobInterface).for<JobSubject>({
  properties: {
    Id: ({ job }) => job.id,
    Unit: ({ job }) => [job.unit, unitPath(job.unit)],
    JobType: ({ job }) => job.type,
    State: ({ job }) => job.state,
    ActivationDetails: () => [],
  },
  methods: {
    Cancel: ({ steward, job }) => {
      steward.submit({ type: 'cancel-job', job: job.id })
      return ok({})
    },
    GetAfter: subject => ok({ jobs: neighbours(subject, 'after') }),
    GetBefore: subject => ok({ jobs: neighbours(subject, 'before') }),
  },
})
