/** Lists of unit names: relations, [Install], Sockets= (systemd.unit(5)), and the single ones of Slice= and Unit=. */
import { errnoText } from '#core/base/linux/errno.ts'
import type { Kind, Place } from '#core/unit/kinds/kind.ts'
import { isUnitName, readUnitName, replaceInstance, unitTypeOf } from '#core/unit/name/name.ts'
import { isSliceName } from '#core/unit/name/slice-name.ts'
import type { UnitType } from '#core/unit/unit-type.ts'
import { splitWords } from '#core/unitfile/words.ts'

/** Names of units, of one type where one is given. A relation, once named, cannot be taken back by an empty assignment. */
export function unitNames({ type }: { readonly type: UnitType | null }): Kind<readonly string[]> {
  const rules = type === null ? ({ backslash: 'retain' } as const) : {}
  return {
    initial: [],
    take(before, text, place) {
      const words = splitWords(text, rules)
      if (!words.ok) {
        place.warn(`Invalid syntax, ignoring: ${text}`)
        return before
      }
      return [...before, ...words.value.flatMap(word => readName(word, type, place) ?? [])]
    },
  }
}

function readName(word: string, type: UnitType | null, place: Place): string | undefined {
  const name = place.expand(word, 'unit-name')
  if (name === undefined) {
    return undefined
  }
  if (type !== null && !name.endsWith(`.${type}`)) {
    place.warn(`Unit must be of type ${type}, ignoring: ${name}`)
    return undefined
  }
  const full = instantiate(name, place.unit)
  if (isUnitName(full, 'plain', 'instance')) {
    return full
  }
  place.warn(`Failed to add dependency on ${name}, ignoring: ${errnoText('EINVAL')}`)
  return undefined
}

/** A template that is named means the instance for this unit: its own instance, or its name for a unit without one. */
export function instantiate(name: string, unit: string): string {
  if (readUnitName(name)?.kind !== 'template') {
    return name
  }
  const own = readUnitName(unit)
  const instance = own?.instance || unit.slice(0, unit.lastIndexOf('.'))
  const full = replaceInstance(name, instance)
  return full.ok ? full.value : name
}

/** [Install] lists: kept as written, specifiers and all, since they are expanded for each instance that is enabled. */
export function installNames(): Kind<readonly string[]> {
  return {
    initial: [],
    take(before, text) {
      if (text === '') {
        return []
      }
      const words = splitWords(text, { quotes: 'remove', backslash: 'retain' })
      return words.ok ? [...before, ...words.value] : before
    },
  }
}

/** Slice=: the name of a slice, null when nothing is said. */
export function sliceName(): Kind<string | null> {
  return {
    initial: null,
    take(before, text, place) {
      const name = expandQuotedName(place, text)
      if (name === undefined) {
        return before
      }
      const problem = problemWithSlice(name, place)
      if (problem === undefined) {
        return name
      }
      place.warn(problem)
      return before
    },
  }
}

/** A single name with its specifiers expanded, or undefined after a complaint. */
export function expandQuotedName(place: Place, text: string): string | undefined {
  const name = place.resolve(text, 'unit-name')
  if (name.ok) {
    return name.value
  }
  place.warn(`Failed to resolve unit specifiers in ${text}, ignoring: ${errnoText(name.error)}`)
  return undefined
}

function problemWithSlice(name: string, place: Place): string | undefined {
  if (!isUnitName(name, 'plain', 'instance')) {
    return `Failed to load slice unit ${name}, ignoring: Unit name ${name} is not valid.`
  }
  if (unitTypeOf(name) === 'slice' && isSliceName(name)) {
    return undefined
  }
  return `Failed to assign slice ${name} to unit ${place.unit}, ignoring: ${errnoText('EINVAL')}`
}
