/**
 * In which order two jobs run, and whether an order exists at all (systemd.unit(5), Before= and After=).
 *
 * Given `a After= b`: a start waits for b's start; any stop goes first, since what is stopped must be down before its
 * dependencies change; and of two stops the one that started later stops first. A restart is a stop in disguise until it has
 * stopped.
 */

import type { Cycle } from './cycle.ts'
import type { InstalledJobType } from './job.ts'
import type { Plan, PlannedJob } from './plan.ts'
import type { View } from './view.ts'

export interface Orderable {
  readonly type: InstalledJobType
  readonly ignoreOrder: boolean
}

/**
 * Which of two jobs goes first when the unit of `a` stands `relation` the unit of `b`.
 * @returns 'a', 'b', or 'any' when they may run together.
 */
export function firstOf(a: Orderable, b: Orderable, relation: 'before' | 'after'): 'a' | 'b' | 'any' {
  if (a.type === 'nop' || b.type === 'nop' || a.ignoreOrder || b.ignoreOrder) {
    return 'any'
  }
  if (relation === 'after') {
    return stopsFirst(a.type) ? 'a' : 'b'
  }
  return stopsFirst(b.type) ? 'b' : 'a'
}

function stopsFirst(type: InstalledJobType): boolean {
  return type === 'stop' || type === 'restart'
}

/** What became of the search for a cycle. */
export type OrderCheck =
  | { readonly found: 'order' }
  /** A cycle that can be broken by leaving out this unit's job. */
  | { readonly found: 'breakable'; readonly job: PlannedJob; readonly cycle: Cycle }
  | { readonly found: 'unbreakable'; readonly cycle: Cycle }

/**
 * Looks for a cycle among the jobs of a plan and those already queued. A job that does not matter to the anchor may be left
 * out to break it.
 */
export function checkOrder(plan: Plan, view: View, essential: ReadonlySet<PlannedJob>): OrderCheck {
  const done = new Set<string>()
  for (const job of plan.latest()) {
    const path = findCycle({ unit: job.unit, job }, plan, view, done)
    if (path !== null) {
      return judgeCycle(path, plan, essential, job)
    }
  }
  return { found: 'order' }
}

interface Stop {
  readonly unit: string
  readonly job: Orderable
}

/** Depth first along "runs before"; the cycle as a path of jobs if there is one, without recursion so that depth is no limit. */
function findCycle(start: Stop, plan: Plan, view: View, done: Set<string>): readonly Stop[] | null {
  const path: { readonly stop: Stop; readonly next: Iterator<Stop> }[] = []
  const onPath = new Set<string>()
  const enter = (stop: Stop): void => {
    path.push({ stop, next: laterJobs(stop, plan, view)[Symbol.iterator]() })
    onPath.add(stop.unit)
  }
  if (done.has(start.unit)) {
    return null
  }
  enter(start)
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const step = top.next.next()
    if (step.done === true) {
      path.pop()
      onPath.delete(top.stop.unit)
      done.add(top.stop.unit)
    } else if (onPath.has(step.value.unit)) {
      const again = step.value.unit
      return path.map(entry => entry.stop).slice(path.findIndex(entry => entry.stop.unit === again))
    } else if (!done.has(step.value.unit)) {
      enter(step.value)
    }
  }
  return null
}

/** The jobs, planned or installed, that must wait for this one. */
function* laterJobs(stop: Stop, plan: Plan, view: View): Generator<Stop> {
  for (const relation of ['before', 'after'] as const) {
    for (const unit of view.reached(stop.unit, relation)) {
      const job = plan.of(unit)[0] ?? view.unit(unit).job
      if (job !== null && firstOf(stop.job, job, relation) === 'a') {
        yield { unit, job }
      }
    }
  }
}

function judgeCycle(
  path: readonly Stop[],
  plan: Plan,
  essential: ReadonlySet<PlannedJob>,
  start: PlannedJob,
): OrderCheck {
  // From the end back to its start, as one reads "a waits for b, b waits for ...": the last one found is looked at first.
  const jobs = path.map(({ unit, job }) => ({ unit, type: job.type })).reverse()
  const cycle = { start: { unit: start.unit, type: start.type }, jobs }
  for (const { unit } of jobs) {
    const job = plan.of(unit)[0]
    if (job !== undefined && !plan.of(unit).some(other => essential.has(other))) {
      return { found: 'breakable', job, cycle }
    }
  }
  return { found: 'unbreakable', cycle }
}
