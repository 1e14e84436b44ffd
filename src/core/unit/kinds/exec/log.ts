/** What the journal does with a service's messages (systemd.exec(5), "Logging and Standard Input/Output"). */

import { parseSyslogFacility, parseSyslogLevel } from '#core/base/linux/syslog.ts'
import { isFilename, nameMax } from '#core/base/path.ts'
import { utf8Length } from '#core/base/text/utf8.ts'
import { expandQuoted, single } from '#core/unit/kinds/complain.ts'
import type { Kind, Place } from '#core/unit/kinds/kind.ts'
import { wordsOf } from '#core/unit/kinds/words.ts'

export function syslogLevel(initial: number): Kind<number> {
  return single<number>(initial, parseSyslogLevel)
}

/** LogLevelMax=; null when nothing is said. */
export function levelMax(): Kind<number | null> {
  return single<number, null>(null, parseSyslogLevel)
}

export function syslogFacility(initial: number): Kind<number> {
  return single<number>(initial, parseSyslogFacility)
}

/** LogExtraFields=: a list of journal fields. */
export function journalFields(): Kind<readonly string[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') {
        return []
      }
      const fields = [...before]
      for (const word of wordsOf(text, { quotes: 'remove', backslash: 'c' }, () =>
        place.warn(`Invalid syntax, ignoring: ${text}`),
      )) {
        const field = checkField(word, place)
        if (field !== undefined) {
          fields.push(field)
        }
      }
      return fields
    },
  }
}

function checkField(word: string, place: Place): string | undefined {
  const field = expandQuoted(place, word)
  if (field === undefined) {
    return undefined
  }
  const equals = field.indexOf('=')
  if (equals < 0) {
    place.warn(`Log field lacks '=' character, ignoring: ${field}`)
    return undefined
  }
  // A field with a leading underscore is the journal's own.
  if (/^[A-Z][A-Z0-9_]{0,63}$/.test(field.slice(0, equals))) {
    return field
  }
  place.warn(`Log field name is invalid, ignoring: ${field}`)
  return undefined
}

/** One LogFilterPatterns=: messages that match are let through, or with `~` dropped. */
export interface LogFilterPattern {
  readonly allows: boolean
  readonly pattern: string
}

/** LogFilterPatterns=: a list; an empty assignment clears it. */
export function logFilterPatterns(): Kind<readonly LogFilterPattern[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') {
        return []
      }
      const allows = !text.startsWith('~')
      const pattern = allows ? text : text.slice(1)
      if (pattern === '' || !isPattern(pattern)) {
        place.warn(`Regex pattern invalid, ignoring: ${place.key}=${text}`)
        return before
      }
      return before.some(known => known.allows === allows && known.pattern === pattern)
        ? before
        : [...before, { allows, pattern }]
    },
  }
}

/** Whether a regular expression makes sense; what only PCRE2 would refuse is taken. */
function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern) !== null
  } catch {
    return false
  }
}

/** LogNamespace=: empty when nothing is said. */
export function logNamespace(): Kind<string> {
  return {
    initial: '',
    take(before, text, place) {
      if (text === '') {
        return ''
      }
      const name = expandQuoted(place, text, { maxBytes: nameMax })
      if (name === undefined || isLogNamespace(name)) {
        return name ?? before
      }
      place.warn(`Specified log namespace name is not valid, ignoring: ${name}`)
      return before
    },
  }
}

// The name becomes an instance of systemd-journald@.service and part of file names with a machine id in front.
function isLogNamespace(name: string): boolean {
  return isFilename(name) && utf8Length(name) <= nameMax - 33 && /^[A-Za-z0-9:_.@-]+$/.test(name)
}
