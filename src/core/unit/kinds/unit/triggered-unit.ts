/** Unit= of [Timer] and [Path], Service= of [Socket]: the unit that is started. */
import type { Kind, Place } from '#core/unit/kinds/kind.ts'
import { isUnitName, unitTypeOf } from '#core/unit/name/name.ts'
import { expandQuotedName } from './unit-names.ts'

/** Null when nothing is said: then it is the service of the same name. */
export function triggeredUnit(): Kind<string | null> {
  return {
    initial: null,
    take(before, text, place) {
      if (before !== null) {
        place.warn(`Multiple units to trigger specified, ignoring: ${text}`)
        return before
      }
      const name = expandQuotedName(place, text)
      return name === undefined ? before : (checkTrigger(name, text, place) ?? before)
    },
  }
}

function checkTrigger(name: string, text: string, place: Place): string | undefined {
  if (unitTypeOf(name.replace(/@\./, '@x.')) === undefined) {
    place.warn(`Unit type not valid, ignoring: ${text}`)
    return undefined
  }
  if (isUnitName(name, 'plain', 'instance')) {
    return name
  }
  place.warn(`Failed to add trigger on ${name}, ignoring: Invalid argument`)
  return undefined
}

/** Service= of a socket; the last one counts. */
export function activatedService(): Kind<string | null> {
  return {
    initial: null,
    take(before, text, place) {
      const name = expandQuotedName(place, text)
      if (name === undefined) {
        return before
      }
      if (!name.endsWith('.service')) {
        place.warn(`Unit must be of type service, ignoring: ${text}`)
        return before
      }
      if (isUnitName(name, 'plain', 'instance')) {
        return name
      }
      place.warn(`Failed to load unit ${name}, ignoring: Unit name ${name} is not valid.`)
      return before
    },
  }
}
