/** Hands an event to the machine of the unit's type, and works out what comes of it. */
import type { Surroundings, UnitEffect } from '#core/lifecycle/effect.ts'
import type { UnitEvent, UnitReport } from '#core/lifecycle/event.ts'
import { isInactiveOrFailed } from '#core/unit/active-state.ts'
import { isAwaited } from './answers.ts'
import { unitChanged } from './change.ts'
import { activeState, log, reached, readiness, setJob, type Work, wish } from './work.ts'
import type { Entry } from './world.ts'

/** Gives an event to a unit's machine. @returns `again` when a request can only be taken later. */
export function give(work: Work, entry: Entry, event: UnitEvent): 'taken' | 'again' {
  const { machine, unit, state: before } = entry
  const { state, effects, answer = 'taken' } = machine.step(unit, before, event, surroundings(work, entry))
  entry.state = state
  if (machine.isSkipped?.(state) === true && machine.isSkipped(before) === false) {
    // ExecCondition= is a condition like the others, only that it takes a program to know.
    entry.conditions = { ...entry.conditions, result: false }
  }
  for (const effect of effects) {
    perform(work, entry, effect)
  }
  if (state !== before && effects.every(effect => effect.do !== 'changed')) {
    work.effects.push({ type: 'unit-changed', unit: unit.id })
  }
  claimMain(work, entry)
  return answer
}

/** A main process that was found rather than started must be known by its pid too. */
function claimMain({ world }: Work, { unit, machine, state }: Entry): void {
  for (const { pid, role } of machine.processes?.(state) ?? []) {
    if (role === 'main' && world.processes.get(pid)?.unit !== unit.id) {
      world.processes.set(pid, { unit: unit.id, role })
    }
  }
}

/** With RestartMode=direct the failed start never ended for its job, which therefore still runs: it begins anew. */
function rerunStart(work: Work, entry: Entry): void {
  const { job } = entry
  if (job?.type === 'start' && job.state === 'running') {
    const again = { ...job, state: 'waiting', runningSince: null } as const
    setJob(work, entry, again)
    work.world.runQueue.add(again)
  }
}

function surroundings(work: Work, entry: Entry): Surroundings {
  const type = entry.job?.type ?? null
  return {
    now: work.now,
    job: type === 'nop' ? null : type,
    populated: entry.populated,
    chance: chanceOf(entry.invocationId),
  }
}

/** The invocation ID is the one random thing a run brings along: its first 48 bits serve as a number from 0 up to 1. */
function chanceOf(invocationId: string): number {
  const bits = Number.parseInt(invocationId.slice(0, 12), 16)
  return Number.isNaN(bits) ? 0 : bits / 2 ** 48
}

/** What triggers a unit looks after itself again when that is gone, also where it never came (its conditions). */
export function tellTriggers(work: Work, entry: Entry): void {
  for (const other of reached(work.world, entry, 'triggered-by')) {
    const is = readiness(entry)
    give(work, other, { type: 'triggered-changed', is, gaveUp: entry.startLimitHit, hasJob: entry.job !== null })
  }
}

function perform(work: Work, entry: Entry, effect: UnitEffect): void {
  switch (effect.do) {
    case 'changed':
      unitChanged(work, entry, effect)
      tellTriggers(work, entry)
      return
    case 'log':
      log(work, entry, effect.level, effect.text)
      return
    case 'restart':
      rerunStart(work, entry)
      work.wishes.push({ unit: entry.unit.id, type: 'start', mode: 'restart-dependencies' })
      return
    case 'trigger':
      for (const other of reached(work.world, entry, 'triggers')) {
        wish(work, other, 'start', 'replace')
      }
      return
    default:
      if (isAwaited(effect)) {
        work.world.awaited.add(entry.unit.id)
      }
      work.effects.push({ type: 'unit', unit: entry.unit.id, effect })
  }
}

/** A command was started. */
export function spawned(work: Work, entry: Entry, event: Extract<UnitReport, { type: 'spawned' }>): void {
  work.world.processes.set(event.pid, { unit: entry.unit.id, role: event.role })
  entry.populated = true
  entry.timesAtRest = null
  give(work, entry, event)
  wakeJob(work, entry)
}

/** A command could not be started. */
export function spawnFailed(work: Work, entry: Entry, event: Extract<UnitReport, { type: 'spawn-failed' }>): void {
  give(work, entry, event)
  neverStarted(work, entry)
  wakeJob(work, entry)
}

/** Where not even the first command could be started the unit was never under way, as systemd sees it. */
function neverStarted({ now }: Work, entry: Entry): void {
  if (entry.timesAtRest !== null && isInactiveOrFailed(activeState(entry))) {
    entry.times = { ...entry.timesAtRest, stateChange: now }
    entry.timesAtRest = null
  }
}

/** A job that came while a process was being started may go on. */
function wakeJob({ world }: Work, { job }: Entry): void {
  if (job !== null) {
    world.runQueue.add(job)
  }
}
