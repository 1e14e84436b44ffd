/** One event being worked out: the world, the time, and what was asked for so far. */

import type { InstalledJobType, Job } from '#core/job/job.ts'
import type { LogLevel } from '#core/lifecycle/effect.ts'
import type { Readiness } from '#core/lifecycle/event.ts'
import type { Instant } from '#core/lifecycle/instant.ts'
import { countStart } from '#core/lifecycle/start-limit.ts'
import { type ActiveState, isActiveOrReloading, isInactiveOrFailed } from '#core/unit/active-state.ts'
import type { JobMode } from '#core/unit/job-mode.ts'
import { type Influence, relationsWith } from '#core/unit/relation.ts'
import type { AnnounceMark, Effect } from './effect.ts'
import { type Entry, related, type World } from './world.ts'

export interface Work {
  readonly world: World
  readonly now: Instant
  readonly effects: Effect[]
  /** Jobs that units brought about themselves; queued when the event is worked out, so that no change happens amid another. */
  readonly wishes: Wish[]
  /** Units whose job ended, as far as what triggers them has not heard of it yet. */
  readonly freed: Set<string>
}

/** A job that no client asked for: OnFailure=, BindsTo=, Restart= and the like. */
export interface Wish {
  readonly unit: string
  readonly type: InstalledJobType
  readonly mode: JobMode
}

/**
 * Two units that name each other in OnFailure=, and both fail at once, would keep the engine busy for ever: a hundred such jobs
 * in ten seconds are enough for any unit.
 */
const wishLimit = { intervalUs: 10_000_000n, burst: 100 }

export function wish(work: Work, entry: Entry, type: InstalledJobType, mode: JobMode): void {
  const { count, allowed } = countStart(entry.wished, wishLimit, work.now.monotonic)
  entry.wished = count
  if (allowed) {
    work.wishes.push({ unit: entry.unit.id, type, mode })
  } else if (count.starts === wishLimit.burst + 1) {
    log(work, entry, 'warning', 'Other units ask for this one too often, ignoring them for a while.')
  }
}

/** Starts what OnFailure= or OnSuccess= names. */
export function wishForHandlers(work: Work, entry: Entry, influence: 'on-failure' | 'on-success'): void {
  const others = reached(work.world, entry, influence)
  if (others.length === 0) {
    return
  }
  const { OnFailureJobMode, OnSuccessJobMode } = entry.unit.unit
  log(work, entry, 'info', `Triggering ${influence === 'on-failure' ? 'OnFailure=' : 'OnSuccess='} dependencies.`)
  for (const other of others) {
    wish(work, other, 'start', influence === 'on-failure' ? OnFailureJobMode : OnSuccessJobMode)
  }
}

/** SuccessAction=, FailureAction=, StartLimitAction=, JobTimeoutAction=. */
export function callForEnd(work: Work, unit: string, call: Omit<Emergency, 'type' | 'unit'>): void {
  if (call.action !== 'none') {
    work.effects.push({ type: 'emergency', unit, ...call })
  }
}

type Emergency = Extract<Effect, { type: 'emergency' }>

/** A line that begins with the unit's name: `nginx.service: Main process exited, ...`. */
export function log(work: Work, { unit }: Entry, level: LogLevel, text: string): void {
  work.effects.push({ type: 'log', unit: unit.id, level, text: `${unit.id}: ${text}`, mark: null })
}

/** A line that speaks of the unit by its title: `Started nginx.service - A web server.` */
export function tell(work: Work, { unit }: Entry, level: LogLevel, text: string, mark: AnnounceMark | null): void {
  work.effects.push({ type: 'log', unit: unit.id, level, text, mark })
}

/** ActiveState= of a unit. */
export function activeState({ machine, unit, state }: Entry): ActiveState {
  return machine.activeState(unit, state)
}

/** How a unit stands to what triggers it. */
export function readiness(entry: Entry): Readiness {
  const active = activeState(entry)
  return (
    entry.machine.readiness?.(entry.state) ??
    (active === 'active' ? 'running' : isInactiveOrFailed(active) ? 'out' : 'between')
  )
}

/** The units an influence of this unit reaches, each once. */
export function reached(world: World, entry: Entry, influence: Influence): readonly Entry[] {
  const ids = new Set(relationsWith(influence).flatMap(relation => [...related(entry, relation)]))
  return [...ids].flatMap(id => world.entries.get(id) ?? [])
}

/** Puts a changed job in the place of what was known of it. */
export function setJob(work: Work, entry: Entry, job: Job): void {
  work.world.jobs.set(job.id, job)
  if (job.type === 'nop') {
    entry.nop = job
  } else {
    entry.job = job
  }
}

/** The name under which messages speak of a unit: `nginx.service - A web server`. */
export function titleOf({ unit }: Entry): string {
  const { Description } = unit.unit
  return Description === '' || Description === unit.id ? unit.id : `${unit.id} - ${Description}`
}

export function isUp(entry: Entry): boolean {
  return isActiveOrReloading(activeState(entry))
}
