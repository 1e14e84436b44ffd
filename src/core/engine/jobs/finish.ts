/** A job ends: its unit is free for the next, what depended on it fails with it, and what waited for it may run. */

import { releaseCallers } from '#core/engine/forget.ts'
import { isUp, reached, setJob, type Work, wishForHandlers } from '#core/engine/work.ts'
import { type Entry, find } from '#core/engine/world.ts'
import type { InstalledJobType, Job, JobResult } from '#core/job/job.ts'
import type { Influence } from '#core/unit/relation.ts'
import { announce } from './messages.ts'

export interface FinishOptions {
  /** Fail with it what depends on it. */
  readonly recursive: boolean
  /** There was nothing to do, so there is nothing to tell. */
  readonly already?: boolean
}

/**
 * Ends a job, and those that fail with it. A restart that has stopped its unit goes on as a start, in the same place of the queue.
 * Chains of units may be longer than the call stack is deep, so what else must end is kept in a list.
 */
export function finishJob(work: Work, first: Job, result: JobResult, how: FinishOptions): void {
  const open = [...finishOne(work, first, result, how)].reverse()
  for (let job = open.pop(); job !== undefined; job = open.pop()) {
    open.push(...[...finishOne(work, job, 'dependency', { recursive: true })].reverse())
  }
}

/** @returns the jobs that fail with it. */
function finishOne(work: Work, job: Job, result: JobResult, how: FinishOptions): readonly Job[] {
  const entry = find(work.world, job.unit)
  if (entry === undefined || work.world.jobs.get(job.id) === undefined) {
    return []
  }
  if (job.type === 'restart' && result === 'done') {
    becomeStart(work, entry, job)
    wakeNeighbours(work, entry)
    return []
  }
  uninstall(work, entry, job, result)
  if (how.already !== true) {
    announce(work, entry, job, result)
  }
  const failing = how.recursive ? passOn(work, entry, job.type, result) : []
  wakeNeighbours(work, entry)
  work.world.idle.add(entry.unit.id)
  return failing
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
    work.freed.add(entry.unit.id)
    releaseCallers(world, entry)
    // One that did not come up may do so now (Upholds=).
    world.unsettled.upheld.add(entry.unit.id)
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

/** What else a result means. @returns the jobs that fail with it. */
function passOn(work: Work, entry: Entry, type: InstalledJobType, result: JobResult): readonly Job[] {
  const starts = type === 'start' || type === 'verify-active'
  if (result === 'timeout' || result === 'dependency') {
    // A unit that failed triggers its handlers itself; one that never got to start cannot.
    wishForHandlers(work, entry, 'on-failure')
  }
  if (result !== 'done') {
    return starts
      ? dependents(work, entry, 'pass-start-failure')
      : type === 'stop'
        ? dependents(work, entry, 'pass-stop-failure')
        : []
  }
  // A oneshot may end well and be down again: whoever has Requisite= on it needs it up, not done.
  return starts && !isUp(entry) ? dependents(work, entry, 'pass-inactive-as-failure') : []
}

function dependents(work: Work, entry: Entry, influence: Influence): readonly Job[] {
  return reached(work.world, entry, influence).flatMap(({ job }) =>
    job?.type === 'start' || job?.type === 'verify-active' ? [job] : [],
  )
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
