/** What finishing a unit of a type gives: its own part of the Unit, and why it cannot be loaded. */
import type { ErrnoName } from '#core/base/linux/errno.ts'
import type { Unit } from '#core/unit/unit.ts'

/** Everything of a Unit that only its type has. */
export type PartOf<U extends Unit> = Omit<U, Exclude<keyof UnitBase, 'type'>>
type UnitBase = Pick<Unit, keyof Unit>

export interface Refusal {
  /** `not-found` when there is nothing to load, `error` with an errno when something cannot be worked out. */
  readonly load: 'bad-setting' | 'not-found' | 'error'
  readonly errno?: ErrnoName
  /** As systemd words it; empty when it says nothing. */
  readonly message: string
}

/** The settings are complete also when the unit is refused: what it would be is shown with initial values. */
export interface Finished<P> {
  readonly part: P
  readonly refusal: Refusal | null
}

/** The unit can be loaded unless there is a problem, worded as systemd does. */
export function finished<P>(part: P, problem?: string): Finished<P> {
  return { part, refusal: problem === undefined ? null : { load: 'bad-setting', message: problem } }
}

/** What the unit asks for cannot be worked out. */
export function impossible<P>(part: P, errno: ErrnoName): Finished<P> {
  return { part, refusal: { load: 'error', errno, message: '' } }
}

/** There is no such unit. */
export function notFound<P>(part: P): Finished<P> {
  return { part, refusal: { load: 'not-found', message: '' } }
}
