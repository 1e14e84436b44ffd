/** Environment= and its siblings (systemd.exec(5), "Environment"). */

import { isAssignment, isVariableName, mergeEnvironment } from '#core/unit/expand/environment.ts'
import { expandQuoted } from '#core/unit/kinds/complain.ts'
import type { Kind, Place } from '#core/unit/kinds/kind.ts'
import { checkPath } from '#core/unit/kinds/path.ts'
import { wordsOf } from '#core/unit/kinds/words.ts'
import type { WordRules } from '#core/unitfile/words.ts'

/** Environment=: a list of assignments, of which the last one of a name counts; an empty assignment clears it. */
export function environment(): Kind<readonly string[]> {
  return words({ quotes: 'remove', backslash: 'c' }, 'Invalid syntax', (word, place) => {
    const assignment = expandQuoted(place, word, { what: 'specifiers' })
    if (assignment === undefined || isAssignment(assignment)) {
      return assignment
    }
    place.warn(`Invalid environment assignment, ignoring: ${assignment}`)
    return undefined
  })
}

/** PassEnvironment=: names of the manager's own variables. */
export function variableNames(): Kind<readonly string[]> {
  return words({ quotes: 'remove' }, null, (word, place) => {
    const name = expandQuoted(place, word, { what: 'specifiers' })
    if (name === undefined || isVariableName(name)) {
      return name
    }
    place.warn(`Invalid environment name for ${place.key}, ignoring: ${name}`)
    return undefined
  })
}

/** UnsetEnvironment=: names, and assignments of which only that value goes. */
export function variablesToUnset(): Kind<readonly string[]> {
  return words({ quotes: 'remove', backslash: 'c' }, null, (word, place) => {
    const entry = expandQuoted(place, word)
    if (entry === undefined || isVariableName(entry) || isAssignment(entry)) {
      return entry
    }
    place.warn(`Invalid environment name or assignment ${place.key}, ignoring: ${entry}`)
    return undefined
  })
}

type ReadWord = (word: string, place: Place) => string | undefined

/** A list of words; what came before a broken quote counts. */
function words(rules: WordRules, broken: string | null, read: ReadWord): Kind<readonly string[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') {
        return []
      }
      const found: string[] = []
      for (const word of wordsOf(text, rules, () =>
        place.warn(`${broken ?? `Trailing garbage in ${place.key}`}, ignoring: ${text}`),
      )) {
        const entry = read(word, place)
        if (entry !== undefined) {
          found.push(entry)
        }
      }
      return broken === null ? [...before, ...found] : mergeEnvironment(before, found)
    },
  }
}

/** One EnvironmentFile=; a pattern of glob(7) may name several. */
export interface EnvironmentFile {
  readonly path: string
  /** `-`: need not exist. */
  readonly optional: boolean
}

/** EnvironmentFile=: a list; an empty assignment clears it. */
export function environmentFiles(): Kind<readonly EnvironmentFile[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') {
        return []
      }
      const expanded = place.expand(text)
      if (expanded === undefined) {
        return before
      }
      const optional = expanded.startsWith('-')
      const path = checkPath(optional ? expanded.slice(1) : expanded, place)
      return path === undefined ? before : [...before, { path, optional }]
    },
  }
}
