/** RuntimeDirectory= and its siblings (systemd.exec(5), "Sandboxing"): folders made before a service starts. */

import { errnoText } from '#core/base/linux/errno.ts'
import { pathBelow } from '#core/base/path.ts'
import { expandQuoted } from '#core/unit/kinds/complain.ts'
import type { Kind, Place } from '#core/unit/kinds/kind.ts'
import { checkPath } from '#core/unit/kinds/path.ts'
import { wordsOf } from '#core/unit/kinds/words.ts'
import { splitWords } from '#core/unitfile/words.ts'

/** One folder, relative to the place such folders have. */
export interface ServiceDirectory {
  readonly path: string
  /** Symbolic links to it, relative to the same place. */
  readonly links: readonly string[]
  /** `ro`: the service itself must not write there. */
  readonly readOnly: boolean
}

/** A list; an empty assignment clears it. Only some kinds of folders can have links. */
export function serviceDirectories(links: 'with links' | 'without links'): Kind<readonly ServiceDirectory[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') {
        return []
      }
      let found = before
      for (const word of wordsOf(text, { quotes: 'remove', backslash: 'c', keepUnknownEscapes: true }, error =>
        place.warn(`Invalid syntax ${place.key}=${text}, ignoring: ${errnoText(error)}`),
      )) {
        const directory = readDirectory(word, links, place)
        if (directory !== undefined) {
          found = addDirectory(found, directory)
        }
      }
      return found
    },
  }
}

/** `path[:link[:flags]]`. */
function readDirectory(
  word: string,
  links: 'with links' | 'without links',
  place: Place,
): ServiceDirectory | undefined {
  const parts = splitWords(word, { separators: ':', emptyWords: true, backslash: 'c', keepUnknownEscapes: false })
  if (!parts.ok || parts.value[0] === undefined) {
    place.warn(`Invalid syntax in ${place.key}=, ignoring: ${word}`)
    return undefined
  }
  const path = checkFolder(parts.value[0], place)
  if (path === undefined) {
    return undefined
  }
  const [, link = '', flags = ''] = parts.value
  if (links === 'without links' && parts.value.length > 1) {
    place.warn(`Additional parameter is not supported for ${place.key}, ignoring: ${word}`)
    return undefined
  }
  const target = link === '' ? null : checkFolder(link, place)
  if (target === undefined) {
    return undefined
  }
  if (flags !== '' && flags !== 'ro') {
    place.warn(`Invalid flags for ${place.key}=, ignoring: ${flags}`)
    return undefined
  }
  return { path, links: target === null ? [] : [target], readOnly: flags === 'ro' }
}

function checkFolder(text: string, place: Place): string | undefined {
  const expanded = expandQuoted(place, text, { quote: '"' })
  const path = expanded === undefined ? undefined : checkPath(expanded, place, { shape: 'relative' })
  if (path === undefined) {
    return undefined
  }
  if (pathBelow(path, 'private') === undefined) {
    return path
  }
  place.warn(`${place.key}= path can't be 'private', ignoring assignment: ${path}`)
  return undefined
}

/** A folder that is named again gets one more link. */
function addDirectory(before: readonly ServiceDirectory[], more: ServiceDirectory): readonly ServiceDirectory[] {
  const index = before.findIndex(({ path }) => path === more.path)
  const known = before[index]
  if (known === undefined) {
    return [...before, more]
  }
  const links = [...new Set([...known.links, ...more.links])]
  return before.with(index, { ...known, links, readOnly: known.readOnly || more.readOnly })
}
