/**
 * Effects become deeds: the one place where what the engine asked for meets the world outside. Each deed stands in a file of
 * its own; here is only which is whose.
 */
import { unreachable } from '#core/base/unreachable.ts'
import type { Effect, PerformedEffect } from '#core/engine/effect.ts'
import type { AlarmOwner } from '#core/engine/event.ts'
import type { Entry } from '#core/engine/world.ts'

/** What performing takes, by deed. */
export interface Deeds {
  readonly units: UnitDeeds
  check(unit: string): void
  reply(ticket: number, reply: Extract<Effect, { type: 'reply' }>['reply']): void
  setAlarm(owner: AlarmOwner, at: number | null): void
  log(effect: Extract<Effect, { type: 'log' }>): void
  /** For watchers on the bus and for the ledger. */
  announce(effect: Announcement): void
  emergency(effect: Extract<Effect, { type: 'emergency' }>): void
  startupFinished(): void
}

export type Announcement = Extract<
  Effect,
  { type: 'unit-new' | 'unit-removed' | 'unit-changed' | 'job-new' | 'job-changed' | 'job-removed' }
>

type Deed<D extends PerformedEffect['do']> = (entry: Entry, effect: Extract<PerformedEffect, { do: D }>) => void
export type UnitDeeds = { readonly [D in Exclude<PerformedEffect['do'], 'alarm'>]: Deed<D> }

/** Performs one effect. */
export function perform(deeds: Deeds, find: (unit: string) => Entry | undefined, effect: Effect): void {
  switch (effect.type) {
    case 'unit': {
      const entry = find(effect.unit)
      if (entry !== undefined) {
        performForUnit(deeds, entry, effect.effect)
      }
      return
    }
    case 'check':
      deeds.check(effect.unit)
      return
    case 'reply':
      deeds.reply(effect.ticket, effect.reply)
      return
    case 'job-alarm':
      deeds.setAlarm({ of: 'job', job: effect.job }, effect.at)
      return
    case 'uphold-alarm':
      deeds.setAlarm({ of: 'uphold', unit: effect.unit }, effect.at)
      return
    case 'log':
      deeds.log(effect)
      return
    case 'unit-new':
    case 'unit-removed':
    case 'unit-changed':
    case 'job-new':
    case 'job-changed':
    case 'job-removed':
      deeds.announce(effect)
      return
    case 'emergency':
      deeds.emergency(effect)
      return
    case 'startup-finished':
      deeds.startupFinished()
      return
    default:
      unreachable(effect)
  }
}

function performForUnit(deeds: Deeds, entry: Entry, effect: PerformedEffect): void {
  const { units } = deeds
  switch (effect.do) {
    case 'alarm':
      deeds.setAlarm({ of: 'unit', unit: entry.unit.id }, effect.at)
      return
    case 'clean':
      units.clean(entry, effect)
      return
    case 'open-sockets':
      units['open-sockets'](entry, effect)
      return
    case 'close-sockets':
      units['close-sockets'](entry, effect)
      return
    case 'watch-sockets':
      units['watch-sockets'](entry, effect)
      return
    case 'flush-sockets':
      units['flush-sockets'](entry, effect)
      return
    case 'spawn':
      units.spawn(entry, effect)
      return
    case 'kill':
      units.kill(entry, effect)
      return
    case 'read-pid-file':
      units['read-pid-file'](entry, effect)
      return
    case 'watch-pid-file':
      units['watch-pid-file'](entry, effect)
      return
    case 'remove-pid-file':
      units['remove-pid-file'](entry, effect)
      return
    case 'watch-main':
      units['watch-main'](entry, effect)
      return
    case 'guess-main':
      units['guess-main'](entry, effect)
      return
    case 'release-directories':
      units['release-directories'](entry, effect)
      return
    case 'new-invocation':
      units['new-invocation'](entry, effect)
      return
    default:
      unreachable(effect)
  }
}
