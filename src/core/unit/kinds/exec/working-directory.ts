/** WorkingDirectory= (systemd.exec(5)). */
import { errnoText } from '#core/base/linux/errno.ts'
import type { Kind, Place } from '#core/unit/kinds/kind.ts'
import { checkPath } from '#core/unit/kinds/path.ts'

/** Where a program starts: a path, or `home` for `~`, the home of its user. */
export interface WorkingDirectorySetting {
  readonly path: string
  readonly home: boolean
  /** `-`: need not exist. */
  readonly optional: boolean
}

/** Null when nothing is said; an empty assignment clears it. */
export function workingDirectory(): Kind<WorkingDirectorySetting | null> {
  return {
    initial: null,
    take(before, text, place) {
      if (text === '') {
        return null
      }
      const optional = text.startsWith('-')
      const written = optional ? text.slice(1) : text
      if (written === '~') {
        return { path: '', home: true, optional }
      }
      const path = readPath(written, optional, place)
      return path === undefined ? before : { path, home: false, optional }
    },
  }
}

function readPath(written: string, optional: boolean, place: Place): string | undefined {
  const expanded = place.resolve(written)
  if (expanded.ok) {
    return checkPath(expanded.value, place, { otherwise: optional ? 'passed-over' : 'bad-setting' })
  }
  const message = `Failed to resolve unit specifiers in working directory path '${written}'`
  if (optional) {
    place.warn(`${message}, ignoring: ${errnoText(expanded.error)}`)
  } else {
    place.refuse(`${message}: ${errnoText(expanded.error)}`)
  }
  return undefined
}
