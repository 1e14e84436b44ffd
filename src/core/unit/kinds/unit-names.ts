/** Lists of unit names: relations, [Install], Sockets= (systemd.unit(5)). */

import type { Kind } from '#core/unit/kind.ts'
import { isUnitName } from '#core/unit/name.ts'
import type { UnitType } from '#core/unit/unit-type.ts'
import { splitWords } from '#core/unitfile/words.ts'
import { cannotParse } from './complain.ts'

/** Names of units, of one type where one is given. A relation, once named, cannot be taken back by an empty assignment. */
export function unitNames({ type }: { readonly type: UnitType | null }): Kind<readonly string[]> {
  return {
    initial: [],
    take(before, text, place) {
      const words = splitWords(text, { quotes: 'remove', backslash: 'retain' })
      if (!words.ok) {
        place.warn(`Invalid syntax, ignoring: ${text}`)
        return before
      }
      const names: string[] = []
      for (const word of words.value) {
        const name = place.expand(word)
        if (name === undefined) {
          continue
        }
        if (type !== null && !name.endsWith(`.${type}`)) {
          place.warn(`Unit must be of type ${type}, ignoring: ${name}`)
        } else if (isUnitName(name, 'plain') || isUnitName(name, 'instance')) {
          names.push(name)
        } else {
          place.warn(`Failed to add dependency on ${name}, ignoring: Invalid argument`)
        }
      }
      return [...before, ...names]
    },
  }
}

/** [Install] lists: kept as written, specifiers and all, since they are expanded for each instance that is enabled. */
export function installNames(): Kind<readonly string[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') {
        return []
      }
      const words = splitWords(text, { quotes: 'remove', backslash: 'retain' })
      if (!words.ok) {
        cannotParse(place, text, words.error)
        return before
      }
      return [...before, ...words.value]
    },
  }
}
