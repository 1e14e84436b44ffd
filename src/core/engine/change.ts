/**
 * A unit changed its state: its job may be done or have failed, others may have to follow, and whoever watches is told.
 *
 * Two kinds of change must be told apart. One that the unit's job asked for only moves the job on. One that came by itself (a
 * crash, a program that ended, a mount that appeared) makes up for the job that was not there: it brings up or takes down
 * what the relations ask for.
 */

import { finishJob } from '#core/engine/jobs/finish.ts'
import type { Job } from '#core/job/job.ts'
import type { UnitEffect } from '#core/lifecycle/effect.ts'
import type { Instant } from '#core/lifecycle/instant.ts'
import {
  type ActiveState,
  isActiveOrActivating,
  isActiveOrReloading,
  isInactiveOrDeactivating,
  isInactiveOrFailed,
} from '#core/unit/active-state.ts'
import type { Marker } from '#core/unit/marker.ts'
import { activeState, callForEnd, reached, type Work, wish, wishForHandlers } from './work.ts'
import { type Entry, related } from './world.ts'

type Change = Extract<UnitEffect, { do: 'changed' }>

export function unitChanged(work: Work, entry: Entry, change: Change): void {
  stampTimes(entry, change, work.now)
  // Who hears of a job's end has heard of the change that ended it.
  work.effects.push({ type: 'unit-changed', unit: entry.unit.id })
  const isExpected = moveJobOn(work, entry, change)
  if (!isExpected) {
    followUnasked(work, entry, change)
  }
  triggerByOutcome(work, entry, change)
  entry.markers = markersAfter(entry, change)
  if (isInactiveOrFailed(change.to)) {
    work.world.idle.add(entry.unit.id)
  }
  checkNeighbours(work, entry, change)
}

/** What begins anew needs nothing; a reload that was begun is not needed any more, however it ends. */
function markersAfter({ markers }: Entry, { from, to }: Change): readonly Marker[] {
  if (isInactiveOrFailed(to)) {
    return []
  }
  return to === 'reloading' && from !== to ? markers.filter(marker => marker !== 'needs-reload') : markers
}

function stampTimes(entry: Entry, { from, to }: Change, now: Instant): void {
  const { times } = entry
  const wasDown = isInactiveOrFailed(from)
  const isDown = isInactiveOrFailed(to)
  const wasUp = isActiveOrReloading(from)
  const isUp = isActiveOrReloading(to)
  if (wasDown && !isDown) {
    entry.timesAtRest = times
  }
  entry.times = {
    stateChange: now,
    inactiveExit: wasDown && !isDown ? now : times.inactiveExit,
    inactiveEnter: !wasDown && isDown ? now : times.inactiveEnter,
    activeEnter: !wasUp && isUp ? now : times.activeEnter,
    activeExit: wasUp && !isUp ? now : times.activeExit,
  }
}

/** Lets the change act on the unit's job. @returns whether the job, or the lack of one, explains the change. */
function moveJobOn(work: Work, entry: Entry, change: Change): boolean {
  const { job } = entry
  if (job === null) {
    return false
  }
  if (job.state === 'waiting') {
    work.world.runQueue.add(job)
  }
  switch (job.type) {
    case 'start':
    case 'verify-active':
      return moveStartOn(work, job, change.to)
    case 'reload':
      return moveReloadOn(work, job, change)
    case 'stop':
    case 'restart':
      return moveStopOn(work, job, change.to)
    case 'nop':
      return false
  }
}

function moveStartOn(work: Work, job: Job, to: ActiveState): boolean {
  if (isActiveOrReloading(to)) {
    finishJob(work, job, 'done', { recursive: true })
    return true
  }
  if (job.state === 'running' && to !== 'activating') {
    if (isInactiveOrFailed(to)) {
      finishJob(work, job, to === 'failed' ? 'failed' : 'done', { recursive: true })
    }
    return false
  }
  return true
}

function moveReloadOn(work: Work, job: Job, { to, outcome }: Change): boolean {
  if (job.state !== 'running') {
    return true
  }
  if (to === 'active') {
    finishJob(work, job, outcome.reloaded ? 'done' : 'failed', { recursive: true })
    return true
  }
  if (to !== 'activating' && to !== 'reloading' && to !== 'refreshing') {
    if (isInactiveOrFailed(to)) {
      finishJob(work, job, to === 'failed' ? 'failed' : 'done', { recursive: true })
    }
    return false
  }
  return true
}

function moveStopOn(work: Work, job: Job, to: ActiveState): boolean {
  if (isInactiveOrFailed(to)) {
    finishJob(work, job, 'done', { recursive: true })
    return true
  }
  if (job.state === 'running' && to !== 'deactivating') {
    finishJob(work, job, 'failed', { recursive: true })
    return false
  }
  return true
}

/** Makes up for the job nobody queued. */
function followUnasked(work: Work, entry: Entry, { from, to }: Change): void {
  if (isInactiveOrFailed(from) && isActiveOrActivating(to)) {
    startCompanions(work, entry)
  } else if (isActiveOrActivating(from) && isInactiveOrDeactivating(to)) {
    for (const other of reached(work.world, entry, 'stop-too')) {
      if (!isInactiveOrDeactivating(activeState(other))) {
        wish(work, other, 'stop', 'replace')
      }
    }
  }
}

function startCompanions(work: Work, entry: Entry): void {
  const after = related(entry, 'After')
  const starts = [
    ['start-too', 'replace'],
    ['start-too-if-free', 'fail'],
  ] as const
  for (const [influence, mode] of starts) {
    for (const other of reached(work.world, entry, influence)) {
      if (!after.has(other.unit.id) && !isActiveOrActivating(activeState(other))) {
        wish(work, other, 'start', mode)
      }
    }
  }
  for (const other of reached(work.world, entry, 'stop-on-start')) {
    if (!isInactiveOrDeactivating(activeState(other))) {
      wish(work, other, 'stop', 'replace')
    }
  }
}

/** OnFailure=, OnSuccess=, and the actions that concern the whole system. */
function triggerByOutcome(work: Work, entry: Entry, { from, to }: Change): void {
  const { unit } = entry.unit
  if (to === 'failed' && from !== 'failed') {
    wishForHandlers(work, entry, 'on-failure')
    actOn(work, entry, { action: unit.FailureAction, exitStatus: unit.FailureActionExitStatus, outcome: 'failed' })
  } else if (to === 'inactive' && !isInactiveOrFailed(from)) {
    wishForHandlers(work, entry, 'on-success')
    actOn(work, entry, { action: unit.SuccessAction, exitStatus: unit.SuccessActionExitStatus, outcome: 'succeeded' })
  }
}

/** Unless the unit says otherwise, its main process' own exit code is the one everything ends with. */
function actOn(work: Work, entry: Entry, { action, exitStatus, outcome }: Action): void {
  const { id } = entry.unit
  const reason = `unit ${id} ${outcome}`
  const own = exitStatus ?? entry.machine.exitCode?.(entry.state) ?? null
  callForEnd(work, id, { action, exitStatus: own, reason, warn: outcome === 'failed' })
}

interface Action {
  readonly action: string
  readonly exitStatus: number | null
  readonly outcome: 'failed' | 'succeeded'
}

/** StopWhenUnneeded=, BindsTo= and Upholds= of the neighbours, looked at again when the dust has settled (settle.ts). */
function checkNeighbours(work: Work, entry: Entry, { to }: Change): void {
  const { world } = work
  const { unneeded, bound, upheld } = world.unsettled
  const id = entry.unit.id
  unneeded.add(id)
  bound.add(id)
  if (isInactiveOrFailed(to)) {
    upheld.add(id)
    addAll(unneeded, reached(world, entry, 'check-unneeded'))
    addAll(bound, reached(world, entry, 'check-bound'))
  } else if (isActiveOrReloading(to)) {
    addAll(upheld, reached(world, entry, 'upholds'))
  }
}

function addAll(ids: Set<string>, entries: readonly Entry[]): void {
  for (const { unit } of entries) {
    ids.add(unit.id)
  }
}
