/** Condition...= and Assert...= of a unit as a list (systemd.unit(5), "Conditions and Asserts"). */

/** One Condition...= or Assert...= line (systemd.unit(5), "Conditions and Asserts"). */
export interface Condition {
  /** The directive's name: `ConditionPathExists`. */
  readonly type: string
  /** `|`: one of the triggering conditions is enough. */
  readonly trigger: boolean
  /** `!`: holds when the rest does not. */
  readonly negate: boolean
  readonly parameter: string
}

/** How one came out; `untested` where an earlier one had decided already, `error` where it could not be told. */
export type Outcome = 'succeeded' | 'failed' | 'untested' | 'error'

export interface ConditionOutcome {
  readonly condition: Condition
  readonly outcome: Outcome
}

/** Whether a list holds: all that are no triggers, and of the triggers one, where there are any. */
export function conditionsHold(list: readonly ConditionOutcome[]): boolean {
  const holds = ({ outcome }: ConditionOutcome): boolean => outcome === 'succeeded'
  const triggers = list.filter(({ condition }) => condition.trigger)
  return list.every(one => one.condition.trigger || holds(one)) && (triggers.length === 0 || triggers.some(holds))
}

/** What a list that does not hold is blamed on: one that must hold and does not, or null when no trigger came true. */
export function unmetCondition(list: readonly ConditionOutcome[]): Condition | null {
  const unmet = list.find(
    ({ condition, outcome }) => !condition.trigger && (outcome === 'failed' || outcome === 'error'),
  )
  return unmet?.condition ?? null
}

/** As it is written in a unit file: `ConditionPathExists=|!/etc/x`. */
export function formatCondition({ type, trigger, negate, parameter }: Condition): string {
  return `${type}=${trigger ? '|' : ''}${negate ? '!' : ''}${parameter}`
}
