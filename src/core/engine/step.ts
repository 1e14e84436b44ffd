/**
 * The engine: `step(world, event, now)` changes the world and tells what to do.
 *
 * An event is worked out in three movements. First it changes what it is about: a service's state, a unit's definition, a
 * queue of jobs. Then its consequences spread: jobs end, others may begin, units fall with those they require, until nothing
 * moves any more. Last, what nobody needs is forgotten. Only then are the effects handed out, in the order in which they came
 * up; what they bring about comes back as events. Nothing here waits, reads a clock or throws dice: the same events give the
 * same world.
 */
import { unreachable } from '#core/base/unreachable.ts'
import { finishJob } from '#core/engine/jobs/finish.ts'
import { tellSettingOut } from '#core/engine/jobs/messages.ts'
import { grant, request } from '#core/engine/jobs/request.ts'
import { afterCheck, runNextJob } from '#core/engine/jobs/run.ts'
import type { UnitReport } from '#core/lifecycle/event.ts'
import type { Instant } from '#core/lifecycle/instant.ts'
import { type ConditionOutcome, conditionsHold, formatCondition, unmetCondition } from '#core/unit/condition.ts'
import { answeredUnit } from './answers.ts'
import { loaded } from './definitions.ts'
import type { Effect } from './effect.ts'
import type { Event } from './event.ts'
import { forget } from './forget.ts'
import { give, spawned, spawnFailed, tellTriggers } from './give.ts'
import { settle } from './settle.ts'
import { callForEnd, log, tell, titleOf, type Work } from './work.ts'
import { type Entry, find, type World } from './world.ts'

/** Works out one event. */
export function step(world: World, event: Event, now: Instant): readonly Effect[] {
  const work: Work = { world, now, effects: [], wishes: [], freed: new Set() }
  const answered = answeredUnit(event)
  if (answered !== null) {
    world.awaited.delete(find(world, answered)?.unit.id ?? answered)
  }
  takeEvent(work, event)
  const waited = answered === null ? undefined : find(world, answered)
  if (waited !== undefined) {
    tellSettingOut(work, waited)
  }
  if (event.type !== 'invoked') {
    spread(work)
  }
  if (event.type === 'release') {
    // Only now: whoever watches was told by what these units changed last, and units that were just loaded were asked for.
    forget(work)
  }
  noteStartup(work)
  return work.effects
}

/** Lets consequences have consequences until nothing moves. What units wish for is granted before the next job begins. */
function spread(work: Work): void {
  do {
    grantWishes(work)
    while (runNextJob(work)) {
      grantWishes(work)
    }
    tellFreed(work)
    if (work.world.awaited.size === 0) {
      settle(work)
    }
  } while (work.wishes.length > 0)
}

function tellFreed(work: Work): void {
  for (const id of work.freed) {
    const entry = work.world.entries.get(id)
    if (entry !== undefined) {
      tellTriggers(work, entry)
    }
  }
  work.freed.clear()
}

function grantWishes(work: Work): void {
  for (let wish = work.wishes.shift(); wish !== undefined; wish = work.wishes.shift()) {
    grant(work, wish)
  }
}

function noteStartup({ world, effects }: Work): void {
  if (world.phase === 'starting' && world.counters.installed > 0 && world.jobs.size === 0) {
    world.phase = 'running'
    effects.push({ type: 'startup-finished' })
  }
}

function takeEvent(work: Work, event: Event): void {
  switch (event.type) {
    case 'configured':
      work.world.defaults = event.defaults
      return
    case 'loaded':
      loaded(work, event.units)
      return
    case 'request':
      work.effects.push({ type: 'reply', ticket: event.ticket, reply: request(work, event.request) })
      return
    case 'cancel-job': {
      const job = work.world.jobs.get(event.job)
      if (job !== undefined) {
        finishJob(work, job, 'canceled', { recursive: true })
      }
      return
    }
    case 'cancel-all-jobs':
      for (const job of [...work.world.jobs.values()]) {
        finishJob(work, job, 'canceled', { recursive: false })
      }
      return
    case 'appeared':
      for (const unit of event.units) {
        appeared(work, unit, event.up)
      }
      return
    case 'hold':
      changeHolders(work.world, event.units, 1)
      return
    case 'release':
      changeHolders(work.world, event.units, -1)
      return
    case 'job-alarm':
      jobTimedOut(work, event.job)
      return
    case 'exited':
      exited(work, event)
      return
    case 'reset-failed':
      resetFailed(work, event.unit)
      return
    default:
      entryEvent(work, event)
  }
}

function appeared(work: Work, unit: string, up: boolean): void {
  const entry = find(work.world, unit)
  if (entry !== undefined) {
    give(work, entry, { type: 'appeared', up })
  }
}

function changeHolders(world: World, units: readonly string[], by: 1 | -1): void {
  for (const name of units) {
    const entry = find(world, name)
    if (entry !== undefined) {
      entry.holders = Math.max(0, entry.holders + by)
      world.idle.add(entry.unit.id)
    }
  }
}

type EntryEvent = Extract<Event, { type: 'unit' | 'checked' | 'invoked' | 'marked' | 'uphold-alarm' }>

function entryEvent(work: Work, event: EntryEvent): void {
  const entry = find(work.world, event.unit)
  if (entry === undefined) {
    return
  }
  switch (event.type) {
    case 'unit':
      unitEvent(work, entry, event.event)
      return
    case 'checked':
      checked(work, entry, event)
      return
    case 'invoked':
      entry.invocationId = event.invocationId
      entry.mark = event.mark
      return
    case 'marked':
      entry.markers = event.markers
      work.effects.push({ type: 'unit-changed', unit: entry.unit.id })
      return
    case 'uphold-alarm':
      work.world.unsettled.upheld.add(entry.unit.id)
      return
    default:
      unreachable(event)
  }
}

/** What concerns the entry, too, before or after its machine is told. */
function unitEvent(work: Work, entry: Entry, event: UnitReport): void {
  switch (event.type) {
    case 'spawned':
      spawned(work, entry, event)
      return
    case 'spawn-failed':
      spawnFailed(work, entry, event)
      return
    case 'emptied':
      entry.populated = false
      give(work, entry, event)
      work.world.idle.add(entry.unit.id)
      return
    default:
      give(work, entry, event)
  }
}

function exited(work: Work, { exit, populated, successor = null }: Extract<Event, { type: 'exited' }>): void {
  const owner = work.world.processes.get(exit.pid)
  const entry = owner === undefined ? undefined : find(work.world, owner.unit)
  work.world.processes.delete(exit.pid)
  if (entry === undefined) {
    return
  }
  entry.populated = populated
  give(work, entry, { type: 'exited', exit, successor })
  if (!populated) {
    give(work, entry, { type: 'emptied' })
    work.world.idle.add(entry.unit.id)
  }
}

/** Where the conditions do not hold the asserts are not looked at, and stand as they came out before. */
function checked(work: Work, entry: Entry, { conditions, asserts }: Extract<Event, { type: 'checked' }>): void {
  entry.conditions = { result: conditionsHold(conditions), at: work.now, details: conditions }
  if (entry.conditions.result) {
    entry.asserts = { result: conditionsHold(asserts), at: work.now, details: asserts }
  } else if (entry.checking) {
    logUnmet(work, entry, conditions)
  }
  afterCheck(work, entry)
}

function logUnmet(work: Work, entry: Entry, conditions: readonly ConditionOutcome[]): void {
  const unmet = unmetCondition(conditions)
  const why =
    unmet === null ? 'no trigger condition checks were met.' : `unmet condition check ${formatCondition(unmet)}`
  tell(work, entry, 'info', `${titleOf(entry)} skipped, ${why}`, null)
}

function jobTimedOut(work: Work, id: number): void {
  const job = work.world.jobs.get(id)
  const entry = job === undefined ? undefined : find(work.world, job.unit)
  if (job === undefined || entry === undefined) {
    return
  }
  log(work, entry, 'warning', `Job ${entry.unit.id}/${job.type} timed out.`)
  finishJob(work, job, 'timeout', { recursive: true })
  const action = entry.unit.unit.JobTimeoutAction
  callForEnd(work, entry.unit.id, { action, exitStatus: null, reason: 'job timed out', warn: true })
}

function resetFailed(work: Work, unit: string | null): void {
  const entries = unit === null ? [...work.world.entries.values()] : [find(work.world, unit)]
  for (const entry of entries) {
    if (entry !== undefined) {
      give(work, entry, { type: 'reset-failed' })
      entry.starts = { began: 0, starts: 0 }
      entry.startLimitHit = false
      work.world.idle.add(entry.unit.id)
    }
  }
}
