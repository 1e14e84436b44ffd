/** Settings of a table: how they begin, and what one assignment makes of them. */
import type { Directive, Moved, Place, Row, SettingsOf, Slot, Table } from '#core/unit/kinds/kind.ts'

export function isDirective(row: Row): row is Directive<unknown> {
  return 'kind' in row && 'effect' in row
}

/** The settings of a unit whose file says nothing. */
export function initialSettings<T extends Table>(table: T): SettingsOf<T> {
  const rows = Object.entries(table).flatMap(([key, row]) => {
    if (isDirective(row)) {
      return [[key, row.kind.initial] as const]
    }
    return 'slot' in row ? [[key, row.initial] as const] : []
  })
  return Object.fromEntries(rows) as SettingsOf<T>
}

type Assignable = Exclude<Row, Slot<unknown> | Moved>

/** The row for a key as it may stand in a file; slots have no name of their own there. */
export function rowFor(table: Table, key: string): Assignable | Moved | undefined {
  const row = Object.hasOwn(table, key) ? table[key] : undefined
  return row === undefined || 'slot' in row ? undefined : row
}

/**
 * The settings after one more assignment; undefined when the table has no such key. Renamed keys and keys that stand for
 * several are followed; those which moved to another section are the caller's.
 */
export function assign<T extends Table>(
  table: T,
  settings: SettingsOf<T>,
  key: string,
  text: string,
  place: Place,
): SettingsOf<T> | undefined {
  const row = rowFor(table, key)
  if (row === undefined || 'movedTo' in row) {
    return undefined
  }
  if ('obsolete' in row) {
    if (row.obsolete === 'said') {
      place.warn(`Support for option ${key}= has been removed and it is ignored`)
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
    const value = row.kind.take(undefined, text, place)
    return value === undefined ? settings : { ...settings, ...Object.fromEntries(row.sets.map(name => [name, value])) }
  }
  const name = isDirective(row) ? key : row.into.slot
  const before = (settings as Readonly<Record<string, unknown>>)[name]
  const after = isDirective(row) ? row.kind.take(before, text, place) : row.take(before, text, place)
  return after === before ? settings : { ...settings, [name]: after }
}
