/** What a path unit watches (systemd.path(5), PathExists= and its siblings). */

import { expandQuoted } from '#core/unit/kinds/complain.ts'
import type { Place } from '#core/unit/kinds/kind.ts'
import { checkPath } from '#core/unit/kinds/path.ts'

export type WatchedPathType = 'PathExists' | 'PathExistsGlob' | 'PathChanged' | 'PathModified' | 'DirectoryNotEmpty'

export interface WatchedPath {
  readonly type: WatchedPathType
  readonly path: string
}

/** The newest first; an empty assignment of any of them clears all. */
export function watchedPath(type: WatchedPathType) {
  return (before: readonly WatchedPath[], text: string, place: Place): readonly WatchedPath[] => {
    if (text === '') {
      return []
    }
    const expanded = expandQuoted(place, text)
    const path = expanded === undefined ? undefined : checkPath(expanded, place)
    return path === undefined ? before : [{ type, path }, ...before]
  }
}
