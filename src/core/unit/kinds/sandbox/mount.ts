/** Mounts in a service's own view of the file system (systemd.exec(5), BindPaths=, TemporaryFileSystem=). */

import { expandQuoted } from '#core/unit/kinds/complain.ts'
import type { Kind, Place } from '#core/unit/kinds/kind.ts'
import { checkPath } from '#core/unit/kinds/path.ts'
import { wordsOf } from '#core/unit/kinds/words.ts'
import { readWord } from '#core/unitfile/words.ts'

export interface BindMount {
  readonly source: string
  readonly destination: string
  readonly readOnly: boolean
  /** `-`: a source that does not exist is no error. */
  readonly optional: boolean
  /** What is mounted below the source comes along. */
  readonly recursive: boolean
}

const rules = { separators: ': \t\n\r', quotes: 'remove', emptyWords: true } as const

/** BindPaths= and BindReadOnlyPaths=: `source[:destination[:options]]`; an empty assignment of either clears both. */
export function bindPaths(readOnly: boolean) {
  return (before: readonly BindMount[], text: string, place: Place): readonly BindMount[] => {
    if (text === '') {
      return []
    }
    const found = [...before]
    for (let at = 0; at >= 0 && at < text.length; ) {
      const mount = readBind(text, at, readOnly, place)
      if (mount === null) {
        break
      }
      if (mount.bind !== undefined) {
        found.push(mount.bind)
      }
      at = mount.next
    }
    return found
  }
}

interface Step {
  readonly bind?: BindMount
  readonly next: number
}

/** One mount, or where to go on after a complaint; null when the rest cannot be read. */
function readBind(text: string, start: number, readOnly: boolean, place: Place): Step | null {
  const source = readPart(text, start, place)
  if (source === null) {
    return null
  }
  const optional = source.word.startsWith('-')
  const from = expandAndCheck(source.word, place, '-')
  if (from === undefined) {
    return { next: source.next }
  }
  const mount = { source: from, readOnly, optional, recursive: true }
  if (!endsInColon(text, source.next)) {
    return { bind: { ...mount, destination: from }, next: source.next }
  }

  const destination = readPart(text, source.next, place)
  if (destination === null) {
    return null
  }
  const to = expandAndCheck(destination.word, place, '')
  if (to === undefined) {
    return { next: destination.next }
  }
  if (!endsInColon(text, destination.next)) {
    return { bind: { ...mount, destination: to }, next: destination.next }
  }

  const options = readWord(text, destination.next, { quotes: 'remove' })
  if (!options.ok) {
    place.warn(`Failed to parse ${place.key}, ignoring: ${text}`)
    return null
  }
  const { word, next } = options.value ?? { word: '', next: -1 }
  if (!['', 'rbind', 'norbind'].includes(word)) {
    place.warn(`Invalid option string, ignoring setting: ${word}`)
    return { next }
  }
  return { bind: { ...mount, destination: to, recursive: word !== 'norbind' }, next }
}

function readPart(text: string, at: number, place: Place): { readonly word: string; readonly next: number } | null {
  const word = readWord(text, at, rules)
  if (word.ok && word.value !== null) {
    return word.value
  }
  place.warn(
    word.ok ? `Missing argument after ':', ignoring: ${text}` : `Failed to parse ${place.key}, ignoring: ${text}`,
  )
  return null
}

function endsInColon(text: string, next: number): boolean {
  return next > 0 && text.charAt(next - 1) === ':'
}

function expandAndCheck(word: string, place: Place, mark: string): string | undefined {
  const expanded = expandQuoted(place, word, { quote: '"' })
  if (expanded === undefined) {
    return undefined
  }
  return checkPath(mark !== '' && expanded.startsWith(mark) ? expanded.slice(1) : expanded, place)
}

export interface TemporaryMount {
  readonly path: string
  readonly options: string
}

/** TemporaryFileSystem=: `path[:options]`; an empty assignment clears the list. */
export function temporaryFileSystems(): Kind<readonly TemporaryMount[]> {
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
        const mount = readTemporary(word, place)
        if (mount !== undefined) {
          found.push(mount)
        }
      }
      return found
    },
  }
}

function readTemporary(word: string, place: Place): TemporaryMount | undefined {
  const colon = word.indexOf(':')
  const expanded = expandQuoted(place, colon < 0 ? word : word.slice(0, colon))
  const path = expanded === undefined ? undefined : checkPath(expanded, place)
  if (path === undefined) {
    return undefined
  }
  const options = colon < 0 ? '' : expandQuoted(place, word.slice(colon + 1))
  return options === undefined ? undefined : { path, options }
}

/** Linux' MS_SHARED, MS_SLAVE and MS_PRIVATE. */
export const propagationFlags = { shared: 1n << 20n, slave: 1n << 19n, private: 1n << 18n } as const
