/**
 * What a directive is, so that the tables in directives/ can be read as tables.
 *
 * A Kind turns the text behind `=` into a value: it knows how it starts, and how one more assignment changes it (a list
 * grows, an empty assignment clears it, a bad value is complained about and ignored). A Directive is a Kind with the honest
 * word on what berth does with it. Parsing never fails: whatever stands in the file, there is a value afterwards.
 */

/** Where an assignment stands and how to speak about it. */
export interface Place {
  readonly section: string
  readonly key: string
  /** The name of the unit being loaded, for kinds that must know it. */
  readonly unit: string
  /** Expands %-specifiers; complains and gives undefined where the text has a specifier that does not resolve. */
  expand(text: string): string | undefined
  /** The assignment, or a part of it, is ignored: says why. */
  warn(message: string): void
  /** The unit cannot be loaded with this assignment (LoadState=bad-setting): says why. */
  refuse(message: string): void
}

export interface Kind<T> {
  readonly initial: T
  /** The value after one more assignment of `text`, which has no surrounding white space. */
  take(before: T, text: string, place: Place): T
}

/** What a directive does here: `degrades` and `inert` say when and why, for docs/directives.md and `systemctl status`. */
export type Effect =
  | { readonly is: 'effective' }
  | { readonly is: 'degrades'; readonly when: string }
  | { readonly is: 'inert'; readonly why: string }

export interface Directive<T> {
  readonly kind: Kind<T>
  readonly effect: Effect
}

/** An older name of another directive of the same table. */
export interface Renamed {
  readonly renamed: string
  /** What to say when it is used, or null where systemd is silent about it. */
  readonly warning: string | null
}

/** One assignment that is several: TimeoutSec= sets TimeoutStartSec= and TimeoutStopSec=. */
export interface Several {
  readonly sets: readonly string[]
}

/** A directive of earlier versions that is read and does nothing. */
export interface Obsolete {
  readonly obsolete: string | null
}

/** A Condition...= or Assert...=: all of them make one list, in the order of the file (Unit.conditions, Unit.asserts). */
export interface ConditionRow {
  readonly condition: string
  readonly list: 'conditions' | 'asserts'
  readonly effect: Effect
}

export type Row = Directive<unknown> | Renamed | Several | Obsolete | ConditionRow
export type Table = Readonly<Record<string, Row>>

/** The settings a table gives: one property a directive, named as the directive. */
export type SettingsOf<T extends Table> = {
  readonly [K in keyof T as T[K] extends Directive<unknown> ? K : never]: T[K] extends Directive<infer V> ? V : never
}

/** A directive that does what systemd does. */
export function effective<T>(kind: Kind<T>): Directive<T> {
  return { kind, effect: { is: 'effective' } }
}

/** A directive that does less than under systemd in a plain container: `when` is half a sentence for the reference page. */
export function degrades<T>(kind: Kind<T>, when: string): Directive<T> {
  return { kind, effect: { is: 'degrades', when } }
}

/** A directive that is read, shown and without effect: `why` is half a sentence for the reference page. */
export function inert<T>(kind: Kind<T>, why: string): Directive<T> {
  return { kind, effect: { is: 'inert', why } }
}
