/** Looks at the conditions and asserts of a unit when the engine asks (systemd.unit(5), "Conditions and Asserts"). */
import { type ConditionOutcome, find } from '#core/engine/world.ts'
import type { Condition } from '#core/unit/unit.ts'
import type { Manager } from './manager.ts'

export class Checks {
  readonly #manager: Manager

  constructor(manager: Manager) {
    this.#manager = manager
  }

  check(unit: string): void {
    const entry = find(this.#manager.world, unit)
    if (entry !== undefined) {
      this.#manager.submit({
        type: 'checked',
        unit,
        conditions: this.#judge(entry.unit.conditions),
        asserts: this.#judge(entry.unit.asserts),
      })
    }
  }

  #judge(conditions: readonly Condition[]): readonly ConditionOutcome[] {
    return conditions.map(condition => ({ condition, outcome: 'succeeded' }))
  }
}
