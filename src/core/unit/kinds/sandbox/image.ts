/** Disk images (systemd.exec(5), RootImage= and its siblings). They are read and shown; none is mounted. */

import { errnoText } from '#core/base/linux/errno.ts'
import { isAbsolute } from '#core/base/path.ts'
import { decodeBase64, decodeHex } from '#core/unit/kinds/base64.ts'
import { expandQuoted } from '#core/unit/kinds/complain.ts'
import type { Kind, Place } from '#core/unit/kinds/kind.ts'
import { checkPath, type PathRules } from '#core/unit/kinds/path.ts'
import { wordsOf } from '#core/unit/kinds/words.ts'
import { splitWords } from '#core/unitfile/words.ts'

/** Partitions an image can have (UAPI.2 Discoverable Partitions), in systemd's order. */
export const partitions = [
  'root',
  'usr',
  'home',
  'srv',
  'esp',
  'xbootldr',
  'swap',
  'root-verity',
  'usr-verity',
  'root-verity-sig',
  'usr-verity-sig',
  'tmp',
  'var',
] as const

/** Mount options of one partition. */
export interface PartitionOptions {
  readonly partition: string
  readonly options: string
}

export interface MountImage {
  readonly source: string
  /** Null for ExtensionImages=, which have no place of their own. */
  readonly destination: string | null
  /** `-`: need not exist. */
  readonly optional: boolean
  readonly options: readonly PartitionOptions[]
}

const pairRules = { separators: ':', backslash: 'c', escapeSeparators: true } as const

/** RootImageOptions=: `[partition:]options`; each assignment adds, an empty one clears. */
export function rootImageOptions(): Kind<readonly PartitionOptions[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') {
        return []
      }
      const words = splitWords(text, { quotes: 'remove', backslash: 'retain' })
      const pairs = words.ok ? words.value.map(word => splitWords(word, pairRules)) : []
      if (!words.ok || pairs.some(pair => !pair.ok || pair.value.length > 2)) {
        place.warn(`Failed to parse ${place.key}, ignoring: ${text}`)
        return before
      }
      const options = pairs.flatMap(pair => (pair.ok ? (readOptions(pair.value, place) ?? []) : []))
      return options.length > 0 ? [...before, ...options] : []
    },
  }
}

/** `options` alone are those of the root partition. */
function readOptions([first = '', second = '']: readonly string[], place: Place): PartitionOptions | undefined {
  const partition = second === '' ? 'root' : partitions.find(name => name === first)
  if (partition === undefined) {
    place.warn(`Invalid partition name ${first}, ignoring`)
    return undefined
  }
  const options = expandQuoted(place, second === '' ? first : second)
  return options === undefined ? undefined : { partition, options }
}

/** MountImages= and ExtensionImages=: a list; an empty assignment clears it. */
export function images(shape: 'with destination' | 'without destination'): Kind<readonly MountImage[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') {
        return []
      }
      const found = [...before]
      for (const word of wordsOf(text, { quotes: 'remove', backslash: 'retain' }, error =>
        place.warn(`Invalid syntax ${place.key}=${text}, ignoring: ${errnoText(error)}`),
      )) {
        const image = readImage(word, shape === 'with destination', text, place)
        if (image !== undefined) {
          found.push(image)
        }
      }
      return found
    },
  }
}

function readImage(word: string, hasDestination: boolean, text: string, place: Place): MountImage | undefined {
  const parts = splitWords(word, pairRules)
  const [first, ...rest] = parts.ok ? parts.value : []
  if (first === undefined) {
    place.warn(`Invalid syntax in ${place.key}=, ignoring: ${word}`)
    return undefined
  }
  const optional = first.startsWith('-')
  const source = expandPath(optional ? first.slice(1) : first, place, { outsideApi: !hasDestination })
  if (source === undefined) {
    return undefined
  }
  if (!hasDestination) {
    return withOptions({ source, destination: null, optional }, rest, place)
  }
  const [second = '', ...options] = rest
  if (second === '') {
    place.warn(`Missing destination in ${place.key}, ignoring: ${text}`)
    return undefined
  }
  const destination = expandPath(second, place)
  return destination === undefined ? undefined : withOptions({ source, destination, optional }, options, place)
}

function withOptions(image: Omit<MountImage, 'options'>, parts: readonly string[], place: Place): MountImage {
  const options: PartitionOptions[] = []
  for (let at = 0; at < parts.length; at += 2) {
    const found = readOptions(parts.slice(at, at + 2), place)
    if (found !== undefined) {
      options.push(found)
    }
  }
  return { ...image, options }
}

function expandPath(text: string, place: Place, rules: PathRules = {}): string | undefined {
  const expanded = expandQuoted(place, text, { quote: '"' })
  return expanded === undefined ? undefined : checkPath(expanded, place, rules)
}

/** RootHash= and RootHashSignature=: bytes, or the path of a file that holds them. */
export type Verity =
  | { readonly is: 'bytes'; readonly bytes: Uint8Array }
  | { readonly is: 'path'; readonly path: string }

const rootHashMinBytes = 16

export function rootHash(): Kind<Verity | null> {
  return verity((text, place) => {
    const bytes = decodeHex(text)
    if (bytes === undefined) {
      place.warn(`Failed to decode RootHash=, ignoring: ${text}`)
    } else if (bytes.length >= rootHashMinBytes) {
      return bytes
    } else {
      place.warn(`RootHash= is too short, ignoring: ${text}`)
    }
    return undefined
  })
}

export function rootHashSignature(): Kind<Verity | null> {
  return verity((text, place) => {
    if (!text.startsWith('base64:')) {
      place.warn(`Failed to decode RootHashSignature=, not a path but doesn't start with 'base64:', ignoring: ${text}`)
      return undefined
    }
    const bytes = decodeBase64(text.slice('base64:'.length))
    if (bytes.ok) {
      return bytes.value
    }
    place.warn(`Failed to decode RootHashSignature=, ignoring: ${text}`)
    return undefined
  })
}

function verity(read: (text: string, place: Place) => Uint8Array | undefined): Kind<Verity | null> {
  return {
    initial: null,
    take(before, text, place) {
      if (text === '') {
        return null
      }
      if (isAbsolute(text)) {
        return place.expand(text) === undefined ? before : { is: 'path', path: text }
      }
      const bytes = read(text, place)
      return bytes === undefined ? before : { is: 'bytes', bytes }
    },
  }
}
