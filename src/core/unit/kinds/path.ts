/** Paths. */

import { errnoText } from '#core/base/linux/errno.ts'
import { isAbsolute, isNormalized, isValidPath, pathBelow, simplifyPath } from '#core/base/path.ts'
import { isUtf8, replaceForeign, utf8Length } from '#core/base/text/utf8.ts'
import { splitWords } from '#core/unitfile/words.ts'
import { expandOrRefuse } from './complain.ts'
import type { Kind, Place } from './kind.ts'
import { wordsOf } from './words.ts'

/** What a path must be. */
export interface PathRules {
  readonly shape?: 'absolute' | 'relative' | 'either'
  /**
   * What becomes of another one: it is passed over (the default), or so with stricter words, or the unit cannot be loaded, or
   * its file cannot even be read to the end.
   */
  readonly otherwise?: 'passed-over' | 'complained-of' | 'bad-setting' | 'error'
  /** A trailing slash means something and stays. */
  readonly keepSlash?: boolean
  /** Not below /proc, /sys or /dev. */
  readonly outsideApi?: boolean
}

/** The path in its shortest writing, or undefined after a complaint. */
export function checkPath(path: string, place: Place, rules: PathRules = {}): string | undefined {
  const simple = simplifyPath(path, rules.keepSlash ? 'keep' : 'drop')
  const problem = problemWith(path, simple, rules)
  if (problem === undefined) {
    return simple
  }
  const { otherwise = 'passed-over' } = rules
  const [what, shown] = problem
  const ignoring = otherwise === 'passed-over' || otherwise === 'error' ? ', ignoring' : ''
  const message = isUtf8(path)
    ? `${place.key}= ${what}${ignoring}${shown}`
    : `String is not UTF-8 clean, ignoring assignment: ${replaceForeign(path)}`
  if (otherwise === 'bad-setting') {
    place.refuse(message)
  } else if (otherwise === 'error') {
    place.refuse(message, 'EINVAL')
  } else {
    place.warn(message)
  }
  return undefined
}

/** What is wrong, and what stands behind it. */
function problemWith(path: string, simple: string, rules: PathRules): readonly [string, string] | undefined {
  const { shape = 'absolute', outsideApi = false } = rules
  if (shape === 'absolute' && !isAbsolute(path)) {
    return ['path is not absolute', `: ${path}`]
  }
  if (shape === 'relative' && isAbsolute(path)) {
    return ['path is absolute', `: ${path}`]
  }
  if (!isValidPath(simple) || !isUtf8(path)) {
    return [`path has invalid length (${utf8Length(simple)} bytes)`, '.']
  }
  if (!isNormalized(simple)) {
    return ['path is not normalized', `: ${simple}`]
  }
  if (outsideApi && isApiPath(simple)) {
    return ['path is below API VFS', `: ${simple}`]
  }
  return undefined
}

/** Whether a path belongs to the kernel's own file systems. */
export function isApiPath(path: string): boolean {
  return ['/dev', '/sys', '/proc'].some(folder => pathBelow(path, folder) !== undefined)
}

/** One path with specifiers; an empty assignment clears it. */
export function path(rules: PathRules = {}): Kind<string> {
  return {
    initial: '',
    take(before, text, place) {
      if (text === '') {
        return ''
      }
      const expanded = rules.otherwise === 'bad-setting' ? expandOrRefuse(place, text) : place.expand(text)
      return expanded === undefined ? before : (checkPath(expanded, place, rules) ?? before)
    },
  }
}

/** One absolute path with specifiers; an empty assignment clears it. */
export function absolutePath(): Kind<string> {
  return path()
}

/** PIDFile=: relative to the runtime folder, and never below /var/run, which is only a link to it. */
export function pidFile(): Kind<string> {
  return {
    initial: '',
    take(before, text, place) {
      if (text === '') {
        return ''
      }
      const expanded = place.expand(text)
      if (expanded === undefined) {
        return before
      }
      const full = isAbsolute(expanded) ? expanded : `${place.host.runtimeDirectory}/${expanded}`
      const checked = checkPath(full, place, { outsideApi: true, otherwise: 'error' })
      return checked === undefined ? before : legacyRun(checked, place)
    },
  }
}

function legacyRun(file: string, place: Place): string {
  if (!file.startsWith('/var/run/')) {
    return file
  }
  const moved = file.slice('/var'.length)
  place.warn(
    `PIDFile= references a path below legacy directory /var/run/, updating ${file} → ${moved}; please update the unit file accordingly.`,
  )
  return moved
}

/** RequiresMountsFor= and WantsMountsFor=: absolute paths; the list only grows. */
export function mountPaths(): Kind<readonly string[]> {
  return {
    initial: [],
    take(before, text, place) {
      const words = splitWords(text, { quotes: 'remove' })
      if (!words.ok) {
        place.warn(`Invalid syntax, ignoring: ${text}`)
        return before
      }
      const paths = words.value.flatMap(word => {
        const expanded = place.expand(word)
        return expanded === undefined ? [] : (checkPath(expanded, place) ?? [])
      })
      return [...before, ...paths]
    },
  }
}

/**
 * ReadWritePaths= and its siblings: each path may be marked with `-` (need not exist) and `+` (below RootDirectory=), which
 * stay in front of it.
 */
export function markedPaths(): Kind<readonly string[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') {
        return []
      }
      const found = [...before]
      for (const word of wordsOf(text, { quotes: 'remove' }, () =>
        place.warn(`Failed to extract first word, ignoring: ${text}`),
      )) {
        const marked = checkMarked(word, place)
        if (marked !== undefined) {
          found.push(marked)
        }
      }
      return found
    },
  }
}

function checkMarked(word: string, place: Place): string | undefined {
  const expanded = place.resolve(word)
  if (!expanded.ok) {
    place.warn(`Failed to resolve unit specifiers in ${word}: ${errnoText(expanded.error)}`)
    return undefined
  }
  const marks = /^-?\+?/.exec(expanded.value)?.[0] ?? ''
  const checked = checkPath(expanded.value.slice(marks.length), place)
  return checked === undefined ? undefined : marks + checked
}

/** ExecSearchPath=: absolute paths parted by colons. What stands behind a bad one is not read. */
export function searchFolders(): Kind<readonly string[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') {
        return []
      }
      const folders = [...before]
      for (const word of wordsOf(text, { separators: ':' }, error =>
        place.warn(`Failed to parse ${place.key}=${text}, ignoring: ${errnoText(error)}`),
      )) {
        const expanded = place.expand(word)
        if (expanded === undefined) {
          continue
        }
        const folder = checkPath(expanded, place)
        if (folder === undefined) {
          break
        }
        folders.push(folder)
      }
      return folders
    },
  }
}
