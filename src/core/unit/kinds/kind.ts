/**
 * What a directive is, so that the tables in directives/ can be read as tables.
 *
 * A Kind turns the text behind `=` into a value: it knows how it starts, and how one more assignment changes it (a list
 * grows, an empty assignment clears it, a bad value is complained about and ignored). A Directive is a Kind with the honest
 * word on what berth does with it. Parsing never fails: whatever stands in the file, there is a value afterwards.
 */
import type { ErrnoName } from '#core/base/linux/errno.ts'
import type { SocketAddressHost } from '#core/base/linux/socket-address.ts'
import type { Result } from '#core/base/result.ts'
import type { Zones } from '#core/calendar/zone.ts'
import type { UnitType } from '#core/unit/unit-type.ts'

/** Where an assignment stands and how to speak about it. */
export interface Place {
  readonly section: string
  readonly key: string
  /** The name of the unit being loaded, for kinds that must know it. */
  readonly unit: string
  readonly unitType: UnitType
  readonly host: PlaceHost
  /** Expands %-specifiers; `unit-name` takes only those which make sense in the name of a unit. */
  resolve(text: string, scope?: 'any' | 'unit-name'): Result<string, ErrnoName>
  /** As resolve(), but complains as most directives do and gives undefined where a specifier does not resolve. */
  expand(text: string, scope?: 'any' | 'unit-name'): string | undefined
  /** The assignment, or a part of it, is ignored: says why. */
  warn(message: string): void
  /**
   * The unit cannot be loaded with this assignment, and the rest of the file is not read: says why. LoadState= becomes
   * bad-setting, or with an errno error.
   */
  refuse(message: string, errno?: ErrnoName): void
}

/** What of the host decides how some values are read. */
export interface PlaceHost {
  readonly mode: 'system' | 'user'
  /** `x86-64`, `arm64`. */
  readonly architecture: string
  /** Where RuntimeDirectory= and a relative PIDFile= are: `/run`. */
  readonly runtimeDirectory: string
  readonly sockets: SocketAddressHost
  /** The time zones OnCalendar= may name. */
  readonly zones: Zones
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

/** A setting that several directives write to, none of which has its name: `Listen` of ListenStream= and its siblings. */
export interface Slot<T> {
  readonly slot: string
  readonly initial: T
}

/** A directive that writes to a slot of its table. */
export interface Into<T> {
  readonly into: Slot<T>
  take(before: T, text: string, place: Place): T
  readonly effect: Effect
}

/** An older name of another directive of the same table. */
export interface Renamed {
  readonly renamed: string
  /** What to say when it is used, or null where systemd is silent about it. */
  readonly warning: string | null
}

/** A directive that once stood in this section and now belongs to another. */
export interface Moved {
  readonly movedTo: 'Unit'
  readonly as: string
}

/** One assignment that gives its value to several: TimeoutSec= sets TimeoutStartSec= and TimeoutStopSec=. */
export interface Several {
  readonly sets: readonly string[]
  readonly kind: Kind<unknown>
}

/** A directive of earlier versions that is read and does nothing; systemd says so, or not. */
export interface Obsolete {
  readonly obsolete: 'said' | 'silent'
}

export type Row = Directive<unknown> | Slot<unknown> | Into<unknown> | Renamed | Moved | Several | Obsolete
export type Table = Readonly<Record<string, Row>>

/** The settings a table gives: one property a directive or slot, named as it. */
export type SettingsOf<T extends Table> = {
  readonly [K in keyof T as T[K] extends Directive<unknown> | Slot<unknown> ? K : never]: T[K] extends Directive<
    infer V
  >
    ? V
    : T[K] extends Slot<infer V>
      ? V
      : never
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

/** A setting for several directives; it must stand in the table under the same name. */
export function slot<T>(name: string, initial: T): Slot<T> {
  return { slot: name, initial }
}

/** A directive for a slot. */
export function into<T>(target: Slot<T>, take: Kind<T>['take'], effect: Effect = { is: 'effective' }): Into<T> {
  return { into: target, take, effect }
}
