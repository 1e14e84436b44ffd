/** A planned job takes its place in the queue, beside, over or into the one that is there. */

import { activeState, log, setJob, type Work } from '#core/engine/work.ts'
import { type Entry, find } from '#core/engine/world.ts'
import { jobDeadline } from '#core/job/deadline.ts'
import type { Job } from '#core/job/job.ts'
import { isSuperset, mergeAndCollapse } from '#core/job/merge.ts'
import type { Transaction } from '#core/job/transaction.ts'
import { finishJob } from './finish.ts'

type Planned = Transaction['jobs'][number]

/** Installs one job of a transaction. @returns the job that now stands in the queue for it. */
export function installJob(work: Work, planned: Planned): Job | undefined {
  const entry = find(work.world, planned.unit)
  if (entry === undefined) {
    return undefined
  }
  const queued = planned.type === 'nop' ? entry.nop : entry.job
  if (queued !== null) {
    const merged = mergeAndCollapse(queued.type, planned.type, activeState(entry))
    if (merged !== null) {
      return mergeInto(work, entry, queued, merged, planned)
    }
    finishJob(work, queued, 'canceled', { recursive: false })
  }
  return newJob(work, entry, planned)
}

function newJob(work: Work, entry: Entry, planned: Planned): Job {
  const { world } = work
  const job: Job = {
    id: world.nextJobId,
    unit: entry.unit.id,
    type: planned.type,
    state: 'waiting',
    irreversible: planned.irreversible,
    ignoreOrder: planned.ignoreOrder,
    since: work.now.monotonic,
    runningSince: null,
  }
  world.nextJobId += 1
  world.counters = { ...world.counters, installed: world.counters.installed + 1 }
  setJob(work, entry, job)
  world.runQueue.add(job)
  work.effects.push({ type: 'job-new', job })
  armJobAlarm(work, entry, job)
  return job
}

/**
 * A waiting job simply becomes the merged one. A running one goes on where the new request asks for no more than it does
 * already; otherwise it waits and runs again as the merged job.
 */
function mergeInto(work: Work, entry: Entry, queued: Job, type: Job['type'], planned: Planned): Job {
  // A reload that began may have missed the newest configuration.
  const goesOn = queued.state === 'running' && queued.type !== 'reload' && isSuperset(queued.type, planned.type)
  const job: Job = {
    ...queued,
    type: goesOn ? queued.type : type,
    state: goesOn ? 'running' : 'waiting',
    irreversible: queued.irreversible || planned.irreversible,
    ignoreOrder: queued.ignoreOrder || planned.ignoreOrder,
    runningSince: goesOn ? queued.runningSince : null,
  }
  if (!goesOn) {
    work.world.runQueue.add(job)
  }
  if (queued.type === 'nop' && type !== 'nop') {
    entry.nop = null
  }
  setJob(work, entry, job)
  work.effects.push({ type: 'job-changed', job })
  log(
    work,
    entry,
    'debug',
    `Merged ${entry.unit.id}/${planned.type} into installed job ${entry.unit.id}/${job.type} as ${job.id}`,
  )
  return job
}

export function armJobAlarm(work: Work, { unit }: Entry, job: Job): void {
  const at = jobDeadline(unit.unit, job)
  if (at !== null) {
    work.effects.push({ type: 'job-alarm', job: job.id, at })
  }
}
