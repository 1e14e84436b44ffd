/** Definitions of units come into the world, or take the place of old ones. */
import { isInactiveOrFailed } from '#core/unit/active-state.ts'
import type { Unit } from '#core/unit/unit.ts'
import { addUnits } from './link.ts'
import { activeState, log, type Work } from './work.ts'
import type { Entry } from './world.ts'

/** Something may be running under an old one: it goes on under the new. */
export function loaded(work: Work, units: readonly Unit[]): void {
  for (const unit of units) {
    const entry = work.world.entries.get(unit.id)
    if (entry !== undefined) {
      redefine(work, entry, unit)
    }
  }
  for (const unit of addUnits(work.world, units)) {
    stampBorn(work, unit)
    work.effects.push({ type: 'unit-new', unit })
  }
}

/** What is there as long as the manager is came up with it. */
function stampBorn({ world, now }: Work, unit: string): void {
  const entry = world.entries.get(unit)
  if (entry !== undefined && !isInactiveOrFailed(activeState(entry))) {
    entry.times = { ...entry.times, stateChange: now, inactiveExit: now, activeEnter: now }
  }
}

function redefine(work: Work, entry: Entry, unit: Unit): void {
  const { machine, state } = entry
  const next = machine.redefine?.(unit, state, machine.remember?.(entry.unit, state))
  if (next === undefined) {
    return
  }
  entry.state = next.state
  if (next.lost !== null) {
    log(work, entry, 'warning', next.lost)
  }
}
