/** Looks at the conditions and asserts of a unit when the engine asks (systemd.unit(5), "Conditions and Asserts"). */

import { judgeConditions } from '#catalog/condition/judge.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { find } from '#core/engine/world.ts'
import type { Condition } from '#core/unit/condition.ts'
import { type ConditionOutcome, conditionsHold, formatCondition } from '#core/unit/condition.ts'
import type { Manager } from '#manager/manager.ts'

export class Checks {
  readonly #manager: Manager

  constructor(manager: Manager) {
    this.#manager = manager
  }

  check(unit: string): void {
    const entry = find(this.#manager.world, unit)
    if (entry === undefined) {
      return
    }
    const conditions = this.#judge(unit, entry.unit.conditions)
    const asserts = conditionsHold(conditions) ? this.#judge(unit, entry.unit.asserts) : untested(entry.unit.asserts)
    this.#manager.submit({ type: 'checked', unit, conditions, asserts })
  }

  #judge(unit: string, conditions: readonly Condition[]): readonly ConditionOutcome[] {
    const { kernel, environment, log } = this.#manager
    const judged = judgeConditions(conditions, { kernel, variables: environment.variables })
    for (const { condition, error } of judged) {
      if (error !== null) {
        const text = `Couldn't determine result for ${formatCondition(condition)}, assuming failed: ${errnoText(error)}`
        log.say(unit, 'warning', `${unit}: ${text}`)
      }
    }
    return judged
  }
}

function untested(conditions: readonly Condition[]): readonly ConditionOutcome[] {
  return conditions.map(condition => ({ condition, outcome: 'untested' }))
}
