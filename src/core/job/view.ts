/**
 * What a transaction must know of the units it touches. The engine gives it; tests write it by hand.
 */
import type { ActiveState } from '#core/unit/active-state.ts'
import type { Influence } from '#core/unit/relation.ts'
import type { Job, Refusal } from './job.ts'

export interface UnitView {
  readonly id: string
  readonly active: ActiveState
  /** The installed job, if there is one (a `nop` job stands beside it and does not count). */
  readonly job: Job | null
  /** Why the unit cannot be acted upon: not found, masked, bad; null when it is loaded. */
  readonly refusal: Refusal | null
  readonly perpetual: boolean
  readonly canReload: boolean
  readonly ignoreOnIsolate: boolean
}

export interface View {
  /** The unit behind a name or alias; a unit that is in no file is there too, with its refusal. */
  unit(name: string): UnitView
  /** Ids of the units an influence of this unit reaches. */
  reached(id: string, influence: Influence): readonly string[]
  /** Ids of all units there are, for isolate. */
  ids(): Iterable<string>
}
