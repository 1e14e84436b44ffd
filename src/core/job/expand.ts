/**
 * Step one of a transaction: the job that was asked for, and all it pulls in (systemd.unit(5), Requires= and its siblings).
 */

import { fail, ok, type Result } from '#core/base/result.ts'
import { isActiveOrReloading, isInactiveOrFailed } from '#core/unit/active-state.ts'
import type { Influence } from '#core/unit/relation.ts'
import { isApplicable } from './applicable.ts'
import type { InstalledJobType, JobType, Refusal } from './job.ts'
import { collapse } from './merge.ts'
import { Plan, type PlannedJob } from './plan.ts'
import type { View } from './view.ts'

export interface ExpandOptions {
  readonly irreversible: boolean
  /** ignore-dependencies, ignore-requirements: only the job itself. */
  readonly withoutRequirements: boolean
  readonly ignoreOrder: boolean
  /** restart-dependencies: what requires the unit that was asked for is restarted. */
  readonly restartDependencies: boolean
}

/** A job that could not be added though something only wished for it; the transaction goes on without it. */
export interface Omission {
  readonly unit: string
  readonly refusal: Refusal
}

export interface Expansion {
  readonly plan: Plan
  readonly omitted: readonly Omission[]
}

interface Work {
  readonly view: View
  readonly options: ExpandOptions
  readonly plan: Plan
  readonly omitted: Omission[]
}

interface Wish {
  readonly type: JobType
  readonly unit: string
  readonly by: PlannedJob | null
  readonly matters: boolean
  readonly conflicts: boolean
  /** Whether PropagatesStopTo= of this unit is followed too. */
  readonly handsOnStop: boolean
}

/**
 * One piece of the work, which hands on the pieces that must be done first, and hears what came of each. Chains of units may be
 * longer than any call stack is deep, so run() keeps the pieces in a list.
 */
type Step = Generator<Step, Refusal | null, Refusal | null>

function run(first: Step): Refusal | null {
  const steps = [first]
  let answer: Refusal | null = null
  for (let step = steps.at(-1); step !== undefined; step = steps.at(-1)) {
    const { done, value }: IteratorResult<Step, Refusal | null> = step.next(answer)
    if (done === true) {
      steps.pop()
      answer = value
    } else {
      steps.push(value)
      answer = null
    }
  }
  return answer
}

/** The plan for one request. @returns the refusal if the job itself, or something it requires, cannot be done. */
export function expand(
  view: View,
  request: { readonly unit: string; readonly type: InstalledJobType },
  options: ExpandOptions,
): Result<Expansion, Refusal> {
  const work: Work = { view, options, plan: new Plan(), omitted: [] }
  const anchor: Wish = { ...request, by: null, matters: true, conflicts: false, handsOnStop: true }
  const refusal = run(addJob(work, anchor))
  return refusal === null ? ok({ plan: work.plan, omitted: work.omitted }) : fail(refusal)
}

/** Adds stop jobs for everything a plan to isolate its anchor leaves no room for (systemctl(1), isolate). */
export function stopTheRest(view: View, { plan, omitted }: Expansion, options: ExpandOptions): void {
  const work: Work = { view, options, plan, omitted: [...omitted] }
  for (const id of view.ids()) {
    if (mustStopOnIsolate(id, plan, view)) {
      // What cannot be stopped stays; that is no reason to refuse the whole.
      run(
        addJob(work, { type: 'stop', unit: id, by: plan.anchor, matters: true, conflicts: false, handsOnStop: false }),
      )
    }
  }
}

function mustStopOnIsolate(id: string, plan: Plan, view: View): boolean {
  const unit = view.unit(id)
  if (unit.ignoreOnIsolate || unit.perpetual || plan.of(id).length > 0) {
    return false
  }
  if (isInactiveOrFailed(unit.active) && unit.job === null) {
    return false
  }
  return !view.reached(id, 'triggered-by').some(trigger => {
    const leaves = plan.of(trigger).some(job => job.type === 'stop')
    return isActiveOrReloading(view.unit(trigger).active) && !leaves
  })
}

/** Adds stop jobs for the units that would start the stopped unit again (job mode `triggering`). */
export function stopTriggers(view: View, { plan, omitted }: Expansion, options: ExpandOptions): void {
  const work: Work = { view, options, plan, omitted: [...omitted] }
  const anchor = plan.anchor
  if (anchor === null) {
    return
  }
  for (const trigger of view.reached(anchor.unit, 'triggered-by')) {
    const unit = view.unit(trigger)
    if (plan.of(trigger).length === 0 && !(isInactiveOrFailed(unit.active) && unit.job === null)) {
      run(addJob(work, wishBy(anchor, trigger, 'stop')))
    }
  }
}

/** Adds a job with everything it pulls in; null, or why it cannot be. */
function* addJob(work: Work, wish: Wish): Step {
  const unit = work.view.unit(wish.unit)
  if (wish.type !== 'stop' && unit.refusal !== null) {
    return unit.refusal
  }
  if (!isApplicable(wish.type, unit)) {
    return {
      code: 'JobTypeNotApplicable',
      message: `Job type ${wish.type} is not applicable for unit ${unit.id}.`,
    }
  }
  const type = collapse(wish.type, unit.active)
  const { job, isNew } = work.plan.add(unit.id, type, work.options.irreversible)
  job.ignoreOrder ||= work.options.ignoreOrder
  if (wish.by !== null) {
    work.plan.link(wish.by, job, wish)
  }
  const refusal = isNew && !work.options.withoutRequirements ? yield pullIn(work, job, wish) : null
  if (refusal !== null) {
    // Whoever only wished for it goes on without, and it must not be done without what it requires.
    work.plan.drop(job)
  }
  return refusal
}

function* pullIn(work: Work, job: PlannedJob, { by, handsOnStop }: Wish): Step {
  switch (job.type) {
    case 'start': {
      // Only what depends on the anchor restarts: what the anchor itself needs is merely started.
      const restarts = by === null && work.options.restartDependencies
      return (yield pullInForStart(work, job)) ?? (restarts ? yield passRestart(work, job) : null)
    }
    case 'restart':
      return (
        (yield pullInForStart(work, job)) ??
        (yield passRestart(work, job)) ??
        (yield passStopGracefully(work, job, handsOnStop))
      )
    case 'stop':
      return (yield addAll(work, job, 'pass-stop', 'stop')) ?? (yield passStopGracefully(work, job, handsOnStop))
    case 'reload':
      return yield passReload(work, job)
    case 'verify-active':
    case 'nop':
      return null
  }
}

function* pullInForStart(work: Work, job: PlannedJob): Step {
  const refusal = yield addAll(work, job, 'pull-in-start', 'start')
  if (refusal !== null) {
    return refusal
  }
  yield wishForAll(work, job, 'pull-in-start-if-possible', 'start')
  const missing =
    (yield addAll(work, job, 'pull-in-verify', 'verify-active')) ??
    (yield addAll(work, job, 'pull-in-stop', 'stop', { conflicts: true }))
  if (missing === null) {
    yield wishForAll(work, job, 'pull-in-stop-if-possible', 'stop')
  }
  return missing
}

/** What is around and depends on a restarted unit restarts too; what is not around stays down. */
function* passRestart(work: Work, job: PlannedJob): Step {
  for (const unit of work.view.reached(job.unit, 'pass-restart')) {
    if (collapse('try-restart', work.view.unit(unit).active) !== 'nop') {
      const refusal = yield addUnlessInapplicable(work, wishBy(job, unit, 'try-restart'))
      if (refusal !== null) {
        return refusal
      }
    }
  }
  return null
}

function* passReload(work: Work, job: PlannedJob): Step {
  for (const unit of work.view.reached(job.unit, 'pass-reload')) {
    if (collapse('try-reload', work.view.unit(unit).active) !== 'nop') {
      yield wish(work, { ...wishBy(job, unit, 'try-reload'), matters: false })
    }
  }
  return null
}

/**
 * PropagatesStopTo= stops the other unit, or restarts it where the same transaction wants it up. What the transaction wants is
 * known only once everything else was pulled in, so the anchor does this last, and hands it on from unit to unit.
 */
function* passStopGracefully(work: Work, job: PlannedJob, handsOn: boolean): Step {
  if (!handsOn) {
    return null
  }
  for (const unit of work.view.reached(job.unit, 'pass-stop-gracefully')) {
    const planned = work.plan.of(work.view.unit(unit).id).map(other => other.type)
    const goesDown = planned.includes('stop') || planned.includes('restart')
    const type = planned.includes('start') ? 'try-restart' : 'stop'
    if (!goesDown && collapse(type, work.view.unit(unit).active) !== 'nop') {
      const refusal = yield addUnlessInapplicable(work, { ...wishBy(job, unit, type), handsOnStop: true })
      if (refusal !== null) {
        return refusal
      }
    }
  }
  return null
}

function wishBy(by: PlannedJob, unit: string, type: JobType): Wish {
  return { type, unit, by, matters: true, conflicts: false, handsOnStop: false }
}

function* addAll(
  work: Work,
  by: PlannedJob,
  influence: Influence,
  type: JobType,
  how: { readonly conflicts: boolean } = { conflicts: false },
): Step {
  for (const unit of work.view.reached(by.unit, influence)) {
    const refusal = yield addUnlessInapplicable(work, { ...wishBy(by, unit, type), ...how })
    if (refusal !== null) {
      return refusal
    }
  }
  return null
}

/** A required unit that has no such job (a perpetual one cannot be stopped) does not stop the request. */
function* addUnlessInapplicable(work: Work, wish: Wish): Step {
  const refusal = yield addJob(work, wish)
  return refusal?.code === 'JobTypeNotApplicable' ? null : refusal
}

function* wishForAll(work: Work, by: PlannedJob, influence: Influence, type: JobType): Step {
  for (const unit of work.view.reached(by.unit, influence)) {
    yield wish(work, { ...wishBy(by, unit, type), matters: false })
  }
  return null
}

function* wish(work: Work, what: Wish): Step {
  const refusal = yield addJob(work, what)
  if (refusal !== null) {
    work.omitted.push({ unit: what.unit, refusal })
  }
  return null
}
