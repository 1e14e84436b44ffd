/** Jobs begin: those whose turn it is, as far as Before= and After= let them (systemd.unit(5)). */

import { unitChanged } from '#core/engine/change.ts'
import { give } from '#core/engine/give.ts'
import { canReload } from '#core/engine/view.ts'
import { activeState, callForEnd, log, reached, readiness, setJob, type Work } from '#core/engine/work.ts'
import { type Entry, find, related } from '#core/engine/world.ts'
import type { Job, JobResult } from '#core/job/job.ts'
import { firstOf } from '#core/job/order.ts'
import { countStart } from '#core/lifecycle/start-limit.ts'
import { isActiveOrReloading, isInactiveOrFailed } from '#core/unit/active-state.ts'
import { finishJob } from './finish.ts'
import { armJobAlarm } from './install.ts'
import { setOut } from './messages.ts'

/** What came of beginning a job: it is under way, must be tried again later, or is over already. */
type Begun = 'under-way' | 'again' | JobResult

/** Begins the next job whose turn it is. @returns false when there is none. */
export function runNextJob(work: Work): boolean {
  const { runQueue, jobs, awaited } = work.world
  if (awaited.size > 0) {
    return false
  }
  for (let id = runQueue.take(); id !== undefined; id = runQueue.take()) {
    const job = jobs.get(id)
    const entry = job === undefined ? undefined : find(work.world, job.unit)
    if (job !== undefined && entry !== undefined && job.state === 'waiting' && isItsTurn(work, entry, job)) {
      runJob(work, entry, job)
      return true
    }
  }
  return false
}

function isItsTurn({ world }: Work, entry: Entry, job: Job): boolean {
  if (entry.machine.isBusy?.(entry.state) === true) {
    return false
  }
  if (job.ignoreOrder || job.type === 'nop') {
    return true
  }
  return (['after', 'before'] as const).every(influence =>
    reached(world, entry, influence).every(other => other.job === null || firstOf(job, other.job, influence) !== 'b'),
  )
}

function runJob(work: Work, entry: Entry, waiting: Job): void {
  const job: Job = { ...waiting, state: 'running', runningSince: work.now.monotonic }
  setJob(work, entry, job)
  armJobAlarm(work, entry, job)
  work.effects.push({ type: 'job-changed', job })
  const begun = begin(work, entry, job)
  conclude(work, entry, job.id, begun)
}

function conclude(work: Work, entry: Entry, id: number, begun: Begun): void {
  const current = work.world.jobs.get(id)
  if (current === undefined || current.state !== 'running') {
    return
  }
  if (begun === 'again') {
    setJob(work, entry, { ...current, state: 'waiting', runningSince: null })
    if (entry.machine.restart?.(entry.state) === 'queued') {
      // The request brought the restart about, and is it.
      work.world.runQueue.add(current)
    }
  } else if (begun !== 'under-way') {
    finishJob(work, current, begun, { recursive: true, already: begun === 'done' })
  }
}

function begin(work: Work, entry: Entry, job: Job): Begun {
  switch (job.type) {
    case 'start':
      return beginStart(work, entry)
    case 'verify-active':
      return verifyActive(entry)
    case 'stop':
    case 'restart':
      return beginStop(work, entry)
    case 'reload':
      return beginReload(work, entry)
    case 'nop':
      return 'done'
  }
}

function verifyActive(entry: Entry): Begun {
  const state = activeState(entry)
  if (isActiveOrReloading(state)) {
    return 'done'
  }
  return state === 'activating' ? 'again' : 'skipped'
}

function beginStart(work: Work, entry: Entry): Begun {
  const state = activeState(entry)
  if (isActiveOrReloading(state)) {
    return 'done'
  }
  if (entry.unit.load !== 'loaded') {
    return 'failed'
  }
  const hasChecks = entry.unit.conditions.length > 0 || entry.unit.asserts.length > 0
  if (state === 'activating' || state === 'deactivating') {
    return startChecked(work, entry)
  }
  if (!hasChecks) {
    const passed = { result: true, at: work.now, details: [] }
    entry.conditions = passed
    entry.asserts = passed
    return startChecked(work, entry)
  }
  entry.checking = true
  work.world.awaited.add(entry.unit.id)
  work.effects.push({ type: 'check', unit: entry.unit.id })
  return 'under-way'
}

/** The conditions of a unit that is to be started were looked at (event `checked`). */
export function afterCheck(work: Work, entry: Entry): void {
  const { job } = entry
  if (!entry.checking || job === null) {
    return
  }
  entry.checking = false
  conclude(work, entry, job.id, judgeCheck(work, entry))
}

function judgeCheck(work: Work, entry: Entry): Begun {
  if (!entry.conditions.result) {
    return 'done'
  }
  if (!entry.asserts.result) {
    log(work, entry, 'err', 'Starting requested but asserts failed.')
    return 'assert'
  }
  return startChecked(work, entry)
}

function startChecked(work: Work, entry: Entry): Begun {
  if (!entry.machine.canStart(entry.unit)) {
    return 'unsupported'
  }
  const missing = missingBinding(work, entry)
  if (missing !== null) {
    log(work, entry, 'notice', `Bound to unit ${missing}, but unit isn't active.`)
    return 'dependency'
  }
  if (entry.machine.countsStarts && beginsAnew(entry) && !isWithinStartLimit(work, entry)) {
    log(work, entry, 'warning', 'Start request repeated too quickly.')
    give(work, entry, { type: 'start-limit-hit' })
    limitAction(work, entry)
    return 'failed'
  }
  const refusal = refusalOf(work, entry)
  if (refusal !== null) {
    log(work, entry, 'err', refusal)
    return 'failed'
  }
  const answer = give(work, entry, { type: 'start' })
  if (answer === 'taken') {
    setOut(work, entry, 'start')
  }
  return answer === 'taken' ? 'under-way' : 'again'
}

function refusalOf({ world }: Work, entry: Entry): string | null {
  const { machine } = entry
  if (machine.refusal === undefined) {
    return null
  }
  const triggered = reached(world, entry, 'triggers').map(other => ({
    id: other.unit.id,
    isLoaded: other.unit.load === 'loaded',
    readiness: readiness(other),
  }))
  return machine.refusal(triggered)
}

/**
 * Automatic restarts count against the start limit as well, and a request that hurries one counts beside it, as under systemd.
 */
function beginsAnew(entry: Entry): boolean {
  const isRestarting = (entry.machine.restart?.(entry.state) ?? 'none') !== 'none'
  return isInactiveOrFailed(activeState(entry)) || isRestarting
}

/** BindsTo= together with After=: what is bound to must be up when the unit starts. */
function missingBinding({ world }: Work, entry: Entry): string | null {
  const after = related(entry, 'After')
  const missing = reached(world, entry, 'cannot-be-active-without').find(
    other => after.has(other.unit.id) && !isActiveOrReloading(activeState(other)),
  )
  return missing?.unit.id ?? null
}

function isWithinStartLimit(work: Work, entry: Entry): boolean {
  const { StartLimitIntervalSec, StartLimitBurst } = entry.unit.unit
  const limit = {
    intervalUs: StartLimitIntervalSec ?? work.world.defaults.startLimitIntervalUs,
    burst: StartLimitBurst ?? work.world.defaults.startLimitBurst,
  }
  const { count, allowed } = countStart(entry.starts, limit, work.now.monotonic)
  entry.startLimitHit = !allowed
  entry.starts = count
  return allowed
}

function limitAction(work: Work, { unit }: Entry): void {
  const reason = `unit ${unit.id} failed`
  callForEnd(work, unit.id, { action: unit.unit.StartLimitAction, exitStatus: null, reason, warn: true })
}

function beginStop(work: Work, entry: Entry): Begun {
  if (isInactiveOrFailed(activeState(entry))) {
    return 'done'
  }
  if (!entry.machine.canStart(entry.unit)) {
    // Mounts and their like were there before us, and stay.
    return 'unsupported'
  }
  give(work, entry, { type: 'stop' })
  setOut(work, entry, 'stop')
  return 'under-way'
}

function beginReload(work: Work, entry: Entry): Begun {
  const state = activeState(entry)
  if (state === 'reloading' || state === 'refreshing') {
    return 'again'
  }
  if (state !== 'active') {
    log(work, entry, 'warning', 'Unit cannot be reloaded because it is inactive.')
    return 'invalid'
  }
  if (!canReload(entry)) {
    return 'skipped'
  }
  if (entry.machine.canReload !== undefined) {
    give(work, entry, { type: 'reload' })
    setOut(work, entry, 'reload')
  } else {
    // It only hands the reload on to others, and is done with that.
    unitChanged(work, entry, { do: 'changed', from: 'active', to: 'active', outcome: { reloaded: true } })
  }
  return 'under-way'
}
