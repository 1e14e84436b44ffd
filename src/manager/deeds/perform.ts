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
  if (effect.do === 'alarm') {
    deeds.setAlarm({ of: 'unit', unit: entry.unit.id }, effect.at)
    return
  }
  // The table has a row for each, which takes the effect of its name.
  const deed: (entry: Entry, effect: never) => void = deeds.units[effect.do]
  deed(entry, effect as never)
}
