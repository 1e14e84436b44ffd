/** Settings of a table: how they begin, and what one assignment makes of them. */

import type { ConditionRow, Directive, Place, Row, SettingsOf, Table } from './kind.ts'
import type { Condition } from './unit.ts'

export function isDirective(row: Row): row is Directive<unknown> {
  return 'kind' in row
}

/** The settings of a unit whose file says nothing. */
export function initialSettings<T extends Table>(table: T): SettingsOf<T> {
  const rows = Object.entries(table).flatMap(([key, row]) =>
    isDirective(row) ? [[key, row.kind.initial] as const] : [],
  )
  return Object.fromEntries(rows) as SettingsOf<T>
}

/**
 * The settings after one more assignment; undefined when the table has no such key. Renamed keys and keys that stand for
 * several are followed.
 */
export function assign<T extends Table>(
  table: T,
  settings: SettingsOf<T>,
  key: string,
  text: string,
  place: Place,
): SettingsOf<T> | undefined {
  const row = Object.hasOwn(table, key) ? table[key] : undefined
  if (row === undefined || 'condition' in row) {
    return undefined
  }
  if ('obsolete' in row) {
    if (row.obsolete !== null) {
      place.warn(row.obsolete)
    }
    return settings
  }
  if ('renamed' in row) {
    if (row.warning !== null) {
      place.warn(row.warning)
    }
    return assign(table, settings, row.renamed, text, place)
  }
  if ('sets' in row) {
    return row.sets.reduce<SettingsOf<T>>((now, name) => assign(table, now, name, text, place) ?? now, settings)
  }
  const before = (settings as Readonly<Record<string, unknown>>)[key]
  const after = row.kind.take(before, text, place)
  return after === before ? settings : { ...settings, [key]: after }
}

/** One Condition...= or Assert...= more; an empty assignment clears the whole list. */
export function addCondition(
  before: readonly Condition[],
  row: ConditionRow,
  text: string,
  place: Place,
): readonly Condition[] {
  if (text === '') {
    return []
  }
  const signs = /^(\|?)\s*(!?)\s*/.exec(text)
  const [all = '', trigger = '', negate = ''] = signs ?? []
  const parameter = place.expand(text.slice(all.length))
  return parameter === undefined
    ? before
    : [...before, { type: row.condition, trigger: trigger !== '', negate: negate !== '', parameter }]
}
