/** Paths. */
import { isAbsolute, isNormalized, isValidPath, simplifyPath } from '#core/base/path.ts'
import { isUtf8 } from '#core/base/utf8.ts'
import type { Kind, Place } from '#core/unit/kind.ts'
import { splitWords } from '#core/unitfile/words.ts'

/** The simplified path, or undefined after a complaint. */
export function checkAbsolute(path: string, place: Place): string | undefined {
  if (!isUtf8(path)) {
    place.warn(`String is not UTF-8 clean, ignoring assignment: ${path}`)
    return undefined
  }
  if (!isAbsolute(path)) {
    place.warn(`${place.key}= path is not absolute, ignoring: ${path}`)
    return undefined
  }
  if (!isValidPath(path)) {
    place.warn(`${place.key}= path has invalid length (${path.length} bytes), ignoring.`)
    return undefined
  }
  return simplifyPath(path)
}

/** One absolute path with specifiers; an empty assignment clears it. */
export function absolutePath(): Kind<string> {
  return {
    initial: '',
    take(before, text, place) {
      if (text === '') {
        return ''
      }
      const path = place.expand(text)
      return path === undefined ? before : (checkAbsolute(path, place) ?? before)
    },
  }
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
      const path = checkAbsolute(isAbsolute(expanded) ? expanded : `/run/${expanded}`, place)
      if (path === undefined) {
        return before
      }
      if (!isNormalized(path)) {
        place.warn(`PIDFile= path is not normalized, ignoring: ${path}`)
        return before
      }
      return legacyRun(path, place)
    },
  }
}

function legacyRun(path: string, place: Place): string {
  if (!path.startsWith('/var/run/')) {
    return path
  }
  const moved = path.slice('/var'.length)
  place.warn(
    `PIDFile= references a path below legacy directory /var/run/, updating ${path} → ${moved}; please update the unit file accordingly.`,
  )
  return moved
}

/** RequiresMountsFor= and WantsMountsFor=: absolute paths; the list only grows. */
export function mountPaths(): Kind<readonly string[]> {
  return {
    initial: [],
    take(before, text, place) {
      const words = splitWords(text, { quotes: 'remove', backslash: 'c' })
      if (!words.ok) {
        place.warn(`Invalid syntax, ignoring: ${text}`)
        return before
      }
      const paths = words.value.flatMap(word => {
        const path = place.expand(word)
        return path === undefined ? [] : (checkAbsolute(path, place) ?? [])
      })
      return [...before, ...paths]
    },
  }
}
