/** A job ends: its unit is free for the next, what depended on it fails with it, and what waited for it may run. */
import type { InstalledJobType, Job, JobResult } from '#core/job/job.ts'
import type { Influence } from '#core/unit/relation.ts'
import { announce } from './messages.ts'
import { isUp, reached, setJob, type Work, wishForHandlers } from './work.ts'
import { type Entry, find } from './world.ts'

export interface FinishOptions {
  /** Fail with it what depends on it. */
  readonly recursive: boolean
  /** There was nothing to do, so there is nothing to tell. */
  readonly already?: boolean
}

/** Ends a job. A restart that has stopped its unit goes on as a start, in the same place of the queue. */
export function finishJob(work: Work, job: Job, result: JobResult, how: FinishOptions): void {
  const entry = find(work.world, job.unit)
  if (entry === undefined || work.world.jobs.get(job.id) === undefined) {
    return
  }
  if (job.type === 'restart' && result === 'done') {
    becomeStart(work, entry, job)
    wakeNeighbours(work, entry)
    return
  }
  uninstall(work, entry, job, result)
  if (how.already !== true) {
    announce(work, entry, job, result)
  }
  if (how.recursive) {
    passOn(work, entry, job.type, result)
  }
  wakeNeighbours(work, entry)
  work.world.idle.add(entry.unit.id)
}

function becomeStart(work: Work, entry: Entry, job: Job): void {
  const started: Job = { ...job, type: 'start', state: 'waiting', runningSince: null }
  setJob(work, entry, started)
  work.world.runQueue.add(job)
  work.effects.push({ type: 'job-changed', job: started })
}

function uninstall(work: Work, entry: Entry, job: Job, result: JobResult): void {
  const { world } = work
  world.jobs.delete(job.id)
  if (entry.job?.id === job.id) {
    entry.job = null
    entry.checking = false
  }
  if (entry.nop?.id === job.id) {
    entry.nop = null
  }
  if (result === 'failed' || result === 'invalid') {
    world.counters = { ...world.counters, failed: world.counters.failed + 1 }
  }
  work.effects.push({ type: 'job-removed', job, result }, { type: 'job-alarm', job: job.id, at: null })
}

function passOn(work: Work, entry: Entry, type: InstalledJobType, result: JobResult): void {
  const starts = type === 'start' || type === 'verify-active'
  if (result === 'timeout' || result === 'dependency') {
    // A unit that failed triggers its handlers itself; one that never got to start cannot.
    wishForHandlers(work, entry, 'on-failure')
  }
  if (result !== 'done') {
    if (starts) {
      failDependents(work, entry, 'pass-start-failure')
    } else if (type === 'stop') {
      failDependents(work, entry, 'pass-stop-failure')
    }
  } else if (starts && !isUp(entry)) {
    // A oneshot may end well and be down again: whoever has Requisite= on it needs it up, not done.
    failDependents(work, entry, 'pass-inactive-as-failure')
  }
}

function failDependents(work: Work, entry: Entry, influence: Influence): void {
  for (const other of reached(work.world, entry, influence)) {
    if (other.job !== null && (other.job.type === 'start' || other.job.type === 'verify-active')) {
      finishJob(work, other.job, 'dependency', { recursive: true })
    }
  }
}

/** Jobs of units ordered before or after this one may have waited for it. */
function wakeNeighbours(work: Work, entry: Entry): void {
  for (const influence of ['after', 'before'] as const) {
    for (const other of reached(work.world, entry, influence)) {
      if (other.job !== null) {
        work.world.runQueue.add(other.job)
      }
    }
  }
}
