/** Hands an event to the machine of the unit's type, and works out what comes of it. */
import { unreachable } from '#core/base/unreachable.ts'
import type { Surroundings, UnitEffect } from '#core/lifecycle/effect.ts'
import { stepPassive } from '#core/lifecycle/passive.ts'
import type { ServiceEvent } from '#core/lifecycle/service/event.ts'
import { stepService } from '#core/lifecycle/service/service.ts'
import { type SocketEvent, serviceSide, stepSocket } from '#core/lifecycle/socket.ts'
import { standInFor } from '#core/unit/stand-in.ts'
import { unitChanged } from './change.ts'
import { log, reached, setJob, type Work, wish } from './work.ts'
import type { Entry } from './world.ts'

/** An event for a service. @returns `again` when a request can only be taken later. */
export function service(work: Work, entry: Entry, event: ServiceEvent): 'taken' | 'again' {
  if (entry.unit.type !== 'service' || entry.state.type !== 'service') {
    return 'taken'
  }
  const { state, effects, answer } = stepService(standInFor(entry.unit), entry.state, event, surroundings(work, entry))
  const before = entry.state
  entry.state = state
  if (state.result === 'exec-condition' && before.result !== 'exec-condition') {
    // ExecCondition= is a condition like the others, only that it takes a program to know.
    entry.conditions = { ...entry.conditions, result: false }
  }
  for (const effect of effects) {
    perform(work, entry, effect)
  }
  if (state !== before && effects.every(effect => effect.do !== 'changed')) {
    work.effects.push({ type: 'unit-changed', unit: entry.unit.id })
  }
  return answer
}

/** An event for a socket. */
export function socket(work: Work, entry: Entry, event: SocketEvent): void {
  if (entry.unit.type !== 'socket' || entry.state.type !== 'socket') {
    return
  }
  const { state, effects } = stepSocket(entry.unit, entry.state, event, work.now)
  entry.state = state
  for (const effect of effects) {
    perform(work, entry, effect)
  }
}

/** Brings a unit that is merely up or down to where it shall be. */
export function passive(work: Work, entry: Entry, up: boolean): void {
  if (entry.state.type === 'service' || entry.state.type === 'socket') {
    return
  }
  const { state, effects } = stepPassive(entry.state, up)
  entry.state = state
  for (const effect of effects) {
    perform(work, entry, effect)
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

/** The sockets of a service look after themselves again when it is gone, also where it never came (its conditions). */
export function tellSockets(work: Work, entry: Entry): void {
  const { state } = entry
  if (state.type !== 'service') {
    return
  }
  for (const other of reached(work.world, entry, 'triggered-by')) {
    const is = serviceSide(state.phase.at)
    socket(work, other, { type: 'service', is, gaveUp: entry.startLimitHit, hasJob: entry.job !== null })
  }
}

function perform(work: Work, entry: Entry, effect: UnitEffect): void {
  switch (effect.do) {
    case 'changed':
      unitChanged(work, entry, effect)
      tellSockets(work, entry)
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
    case 'open-sockets':
    case 'spawn':
      work.world.awaited.add(entry.unit.id)
      work.effects.push({ type: 'unit', unit: entry.unit.id, effect })
      return
    case 'clean':
    case 'close-sockets':
    case 'watch-sockets':
    case 'flush-sockets':
    case 'kill':
    case 'alarm':
    case 'read-pid-file':
    case 'watch-pid-file':
    case 'remove-pid-file':
    case 'watch-main':
    case 'guess-main':
    case 'release-directories':
    case 'new-invocation':
      work.effects.push({ type: 'unit', unit: entry.unit.id, effect })
      return
    default:
      unreachable(effect)
  }
}
