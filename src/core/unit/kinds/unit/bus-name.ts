/** BusName= (systemd.service(5)): a well-known name on the system bus. */

import { expandQuoted } from '#core/unit/kinds/complain.ts'
import type { Kind } from '#core/unit/kinds/kind.ts'

const nameMax = 255

export function busName(): Kind<string> {
  return {
    initial: '',
    take(before, text, place) {
      const name = expandQuoted(place, text, { maxBytes: nameMax })
      if (name === undefined) {
        return before
      }
      if (isWellKnownName(name)) {
        return name
      }
      place.warn(`Invalid bus name, ignoring: ${name}`)
      return before
    },
  }
}

/** A well-known bus name as the D-Bus specification has it: two elements at least, none beginning with a digit. */
export function isWellKnownName(name: string): boolean {
  return name.length <= nameMax && /^[A-Za-z_-][A-Za-z0-9_-]*(\.[A-Za-z_-][A-Za-z0-9_-]*)+$/.test(name)
}
