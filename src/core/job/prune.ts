/**
 * What is taken out of a plan again: jobs nobody asked for any more, jobs that change nothing, jobs that would harm for the
 * sake of a mere wish, and of two jobs that contradict each other the one that matters less.
 */
import { type ActiveState, isInactiveOrFailed } from '#core/unit/active-state.ts'
import { isRedundant } from './applicable.ts'
import { mergeAndCollapse, mergeTypes } from './merge.ts'
import { isConflictedBy, type Plan, type PlannedJob } from './plan.ts'
import type { View } from './view.ts'

/**
 * Drops jobs which no other job asks for, until only the anchor stands by itself. Of several jobs for a unit only the one that
 * came last is looked at: the others are judged when they are merged.
 */
export function dropUnasked(plan: Plan): void {
  for (let again = true; again; ) {
    const unasked = plan.latest().filter(job => job !== plan.anchor && job.askedBy.size === 0)
    again = unasked.length > 0
    for (const job of unasked) {
      plan.drop(job)
    }
  }
}

/** Drops the jobs of units which are where all their jobs lead; the anchor stays, so that there is something to answer. */
export function dropRedundant(plan: Plan, view: View): void {
  for (const id of plan.units) {
    const unit = view.unit(id)
    const needed = plan
      .of(id)
      .some(
        job =>
          job === plan.anchor ||
          !isRedundant(job.type, unit.active) ||
          (unit.job !== null && mergeTypes(job.type, unit.job.type) === null),
      )
    if (!needed) {
      for (const job of plan.of(id)) {
        plan.dropAlone(job)
      }
    }
  }
}

/** Drops jobs that do not matter to the anchor but would stop something that runs or undo a queued job (job mode `fail`). */
export function minimizeImpact(plan: Plan, view: View, essential: ReadonlySet<PlannedJob>): void {
  for (const job of plan.all()) {
    const unit = view.unit(job.unit)
    const stopsRunning = job.type === 'stop' && !isInactiveOrFailed(unit.active) && unit.active !== 'deactivating'
    const undoesQueued = unit.job !== null && mergeTypes(job.type, unit.job.type) === null
    if (!essential.has(job) && (stopsRunning || undoesQueued)) {
      plan.drop(job)
    }
  }
}

/** What came of making one job a unit. */
export type MergeOutcome =
  | { readonly type: 'merged' }
  /** Something was dropped; look again whether all is still asked for. */
  | { readonly type: 'changed' }
  | { readonly type: 'contradiction'; readonly unit: string; readonly one: string; readonly other: string }

/** Makes one job of several for the same unit, or drops one that cannot be merged with the others. */
export function mergeJobs(plan: Plan, view: View, essential: ReadonlySet<PlannedJob>): MergeOutcome {
  for (const unit of plan.units) {
    const jobs = plan.of(unit)
    if (jobs.length > 1 && mergedType(jobs, view.unit(unit).active) === null) {
      return dropUnmergeable(plan, jobs, essential)
    }
  }
  for (const unit of plan.units) {
    const jobs = plan.of(unit)
    const type = mergedType(jobs, view.unit(unit).active)
    const keep = jobs.find(job => job === plan.anchor) ?? jobs[0]
    if (jobs.length > 1 && type !== null && keep !== undefined) {
      plan.fold(keep, type)
    }
  }
  return { type: 'merged' }
}

function mergedType(jobs: readonly PlannedJob[], active: ActiveState): PlannedJob['type'] | null {
  let merged: PlannedJob['type'] | null = jobs[0]?.type ?? null
  for (const job of jobs.slice(1)) {
    merged = merged === null ? null : mergeAndCollapse(merged, job.type, active)
  }
  return merged
}

function dropUnmergeable(plan: Plan, jobs: readonly PlannedJob[], essential: ReadonlySet<PlannedJob>): MergeOutcome {
  for (const [at, one] of jobs.entries()) {
    for (const other of jobs.slice(at + 1)) {
      if (mergeTypes(one.type, other.type) !== null) {
        continue
      }
      const lesser = lesserOf(one, other, essential)
      if (lesser === null) {
        return { type: 'contradiction', unit: one.unit, one: one.type, other: other.type }
      }
      plan.drop(lesser)
      return { type: 'changed' }
    }
  }
  return { type: 'changed' }
}

/**
 * Of two contradicting jobs the one to leave out, null when both matter. Where neither matters a stop gives way, for
 * something up is better than something down, unless it is there because another unit's Conflicts= wants it.
 */
function lesserOf(one: PlannedJob, other: PlannedJob, essential: ReadonlySet<PlannedJob>): PlannedJob | null {
  if (essential.has(one)) {
    return essential.has(other) ? null : other
  }
  if (essential.has(other)) {
    return one
  }
  if (one.type === 'stop') {
    return isConflictedBy(one) ? other : one
  }
  if (other.type === 'stop') {
    return isConflictedBy(other) ? one : other
  }
  return one
}
