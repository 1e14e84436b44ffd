/** Definitions of units come into the world, or take the place of old ones. */
import { rebase, runningCommands } from '#core/lifecycle/service/rebase.ts'
import type { Unit } from '#core/unit/unit.ts'
import { addUnits } from './link.ts'
import { log, type Work } from './work.ts'

/** Something may be running under an old one: it goes on under the new. */
export function loaded(work: Work, units: readonly Unit[]): void {
  for (const unit of units) {
    const entry = work.world.entries.get(unit.id)
    if (entry?.state.type === 'service' && entry.unit.type === 'service' && unit.type === 'service') {
      const { state, vanished } = rebase(unit, entry.state, runningCommands(entry.unit, entry.state))
      entry.state = state
      if (vanished) {
        log(work, entry, 'warning', vanishedText)
      }
    }
  }
  for (const unit of addUnits(work.world, units)) {
    work.effects.push({ type: 'unit-new', unit })
  }
}

const vanishedText = "Current command vanished from the unit file, execution of the command list won't be resumed."
