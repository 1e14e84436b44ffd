/** Credentials (systemd.exec(5), "Credentials"). They are read and shown; no service gets any yet. */
import { errnoText } from '#core/base/linux/errno.ts'
import { isAbsolute, isFilename, isNormalized, nameMax } from '#core/base/path.ts'
import { encodeText } from '#core/base/text/text.ts'
import { decodeBase64 } from '#core/unit/kinds/base64.ts'
import { expandQuoted } from '#core/unit/kinds/complain.ts'
import { isDescriptorName } from '#core/unit/kinds/exec/stream.ts'
import type { Place } from '#core/unit/kinds/kind.ts'
import { unescapeC } from '#core/unitfile/escape.ts'
import { readWord, splitWords } from '#core/unitfile/words.ts'

export interface SetCredential {
  readonly name: string
  readonly encrypted: boolean
  readonly bytes: Uint8Array
}

/** A credential that is read from a file, or from what systemd itself was given. */
export interface LoadCredential {
  readonly name: string
  readonly encrypted: boolean
  readonly source: string
}

export interface ImportCredential {
  readonly pattern: string
  /** The name it gets, empty for its own. */
  readonly rename: string
}

/** Names are those of files and of descriptors at once. */
function isCredentialName(name: string): boolean {
  return isFilename(name) && isDescriptorName(name)
}

/** SetCredential= and SetCredentialEncrypted=; an empty assignment of either clears both. */
export function setCredential(encrypted: boolean) {
  return (before: readonly SetCredential[], text: string, place: Place): readonly SetCredential[] => {
    if (text === '') {
      return []
    }
    const colon = text.indexOf(':')
    if (colon < 0) {
      place.warn(`Invalid syntax, ignoring: ${text}`)
      return before
    }
    const name = checkName(text.slice(0, colon), 'Credential name', place)
    if (name === undefined) {
      return before
    }
    const value = text.slice(colon + 1)
    const bytes = encrypted ? readEncrypted(value, place) : readPlain(value, place)
    if (bytes === undefined) {
      return before
    }
    return [...before.filter(credential => credential.name !== name), { name, encrypted, bytes }]
  }
}

function checkName(text: string, what: string, place: Place): string | undefined {
  const name = expandQuoted(place, text, { quote: '"', maxBytes: nameMax })
  if (name === undefined || isCredentialName(name)) {
    return name
  }
  place.warn(`${what} "${name}" not valid, ignoring.`)
  return undefined
}

function readEncrypted(text: string, place: Place): Uint8Array | undefined {
  const bytes = decodeBase64(text)
  if (bytes.ok) {
    return bytes.value
  }
  place.warn(`Encrypted credential data not valid Base64 data, ignoring: ${errnoText(bytes.error)}`)
  return undefined
}

function readPlain(text: string, place: Place): Uint8Array | undefined {
  const unescaped = unescapeC(text)
  if (unescaped.ok) {
    return encodeText(unescaped.value)
  }
  place.warn(`Can't unescape "${text}", ignoring: ${errnoText(unescaped.error)}`)
  return undefined
}

/** LoadCredential= and LoadCredentialEncrypted=; an empty assignment of either clears both. */
export function loadCredential(encrypted: boolean) {
  return (before: readonly LoadCredential[], text: string, place: Place): readonly LoadCredential[] => {
    if (text === '') {
      return []
    }
    const word = readWord(text, 0, { separators: ':', emptyWords: true })
    const { word: written, next } = (word.ok ? word.value : null) ?? { word: text, next: -1 }
    const name = checkName(written, 'Credential name', place)
    if (name === undefined) {
      return before
    }
    const source = next < 0 ? name : checkSource(text.slice(next), place)
    if (source === undefined) {
      return before
    }
    return [...before.filter(credential => credential.name !== name), { name, encrypted, source }]
  }
}

function checkSource(text: string, place: Place): string | undefined {
  const source = expandQuoted(place, text, { quote: '"' })
  if (source === undefined) {
    return undefined
  }
  if (isAbsolute(source) ? isNormalized(source) : isCredentialName(source)) {
    return source
  }
  place.warn(`Credential source "${source}" not valid, ignoring.`)
  return undefined
}

/** ImportCredential=: a name or a pattern that ends in `*`, and a new name behind a colon. */
export function importCredential(
  before: readonly ImportCredential[],
  text: string,
  place: Place,
): readonly ImportCredential[] {
  if (text === '') {
    return []
  }
  const parts = splitWords(text, { separators: ':', emptyWords: true })
  const [word = '', ...rest] = parts.ok ? parts.value : [text]
  const pattern = expandQuoted(place, word, { quote: '"', maxBytes: nameMax })
  if (pattern === undefined) {
    return before
  }
  if (!isCredentialName(pattern.replace(/\*$/, 'x'))) {
    place.warn(`Credential name or glob "${pattern}" not valid, ignoring.`)
    return before
  }
  const rename = rest.join(':')
  if (rename !== '' && !isCredentialName(rename)) {
    place.warn(`Credential name "${rename}" not valid, ignoring.`)
    return before
  }
  return [...before.filter(one => one.pattern !== pattern || one.rename !== rename), { pattern, rename }]
}
