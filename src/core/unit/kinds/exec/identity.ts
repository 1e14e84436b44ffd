/** Users and groups (systemd.exec(5), "Credentials"). A name nobody can have keeps the unit from being loaded. */

import { isUserName } from '#core/base/linux/user-name.ts'
import { expandOrRefuse } from '#core/unit/kinds/complain.ts'
import type { Kind, Place } from '#core/unit/kinds/kind.ts'
import { wordsOf } from '#core/unit/kinds/words.ts'

/** User= and Group=: a name or a number; an empty assignment clears it. */
export function userName(): Kind<string> {
  return {
    initial: '',
    take(before, text, place) {
      if (text === '') {
        return ''
      }
      const name = checkName(text, place)
      if (name === 'nobody' && place.key.includes('User')) {
        place.warn(`Special user ${name} configured, this is not safe!`)
      }
      return name ?? before
    },
  }
}

/** SupplementaryGroups=: a list that grows. */
export function userNames(): Kind<readonly string[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') {
        return []
      }
      const names = [...before]
      for (const word of wordsOf(text, {}, () => place.refuse(`Invalid syntax: ${text}`))) {
        const name = checkName(word, place)
        if (name === undefined) {
          break
        }
        names.push(name)
      }
      return names
    },
  }
}

function checkName(text: string, place: Place): string | undefined {
  const name = expandOrRefuse(place, text, '')
  if (name === undefined) {
    return undefined
  }
  if (!isUserName(name, { relaxed: true, numeric: true })) {
    place.refuse(`Invalid user/group name or numeric ID: ${name}`)
    return undefined
  }
  if (!isUserName(name, { numeric: true })) {
    place.warn(`Accepting user/group name '${name}', which does not match strict user/group name rules.`)
  }
  return name
}
