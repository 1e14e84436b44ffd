/** The last field of a line: the content of files, the target of links, the source of copies, the numbers of devices. */
import { errnoText } from '#core/base/linux/errno.ts'
import { parseUint32 } from '#core/base/numbers.ts'
import { simplifyPath } from '#core/base/path.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { expandSpecifiers } from '#core/base/specifier.ts'
import { decodeText } from '#core/base/text/text.ts'
import { unescapeC } from '#core/unitfile/escape.ts'
import { splitWords } from '#core/unitfile/words.ts'
import { parseAcl } from './acl.ts'
import { pathBytesMax } from './fields.ts'
import type { Item, Letter } from './item.ts'
import type { Facts, Refusal } from './parse.ts'

type Meant = Pick<Item, 'argument' | 'device' | 'acl'>

/** What is known of a line when its argument is read. */
export interface Line {
  readonly letter: Letter
  readonly modifiers: string
  /** Without the root. */
  readonly path: string
  readonly argument: string | null
}

const invalid = (message: string): { readonly ok: false; readonly error: Refusal } => fail({ kind: 'invalid', message })
const fatal = (message: string): { readonly ok: false; readonly error: Refusal } => fail({ kind: 'fatal', message })
const skip = (message: string): { readonly ok: false; readonly error: Refusal } => fail({ kind: 'skip', message })

const noDevice = (argument: string | null): Result<Meant, Refusal> => ok({ argument, device: null, acl: null })

/** Reads an argument. */
export function readArgument(line: Line, facts: Facts): Result<Meant, Refusal> {
  const raw = rawArgument(line, facts)
  if (!raw.ok) {
    return raw
  }
  const text = raw.value
  switch (line.letter) {
    case 'f':
      return noDevice(text)
    case 'w':
      return text === null ? invalid('Write file requires argument.') : noDevice(text)
    case 'L':
      return noDevice(text ?? `${factory}${line.path}`)
    case 'C':
      return readCopySource(line, text, facts)
    case 'c':
    case 'b':
      return readDevice(text)
    case 'h':
    case 'H':
      return readAttributes(line.path, text)
    case 't':
    case 'T':
      return readExtendedAttributes(text, facts)
    case 'a':
    case 'A':
      return text === null ? invalid('Set ACLs requires argument.') : readAcl(text, facts)
    default:
      if (text !== null) {
        facts.remark('warning', `${line.letter} lines don't take argument fields, ignoring.`)
      }
      return noDevice(null)
  }
}

const base64Refusals: Partial<Record<Letter, string>> = {
  L: 'symlink targets',
  C: 'copy sources',
  c: 'device node creation',
  b: 'device node creation',
  t: 'extended attributes',
  T: 'extended attributes',
  a: 'ACLs',
  A: 'ACLs',
  h: 'file attributes',
  H: 'file attributes',
}

/** The argument after credentials, base64, escapes and specifiers. */
function rawArgument({ letter, modifiers, argument }: Line, facts: Facts): Result<string | null, Refusal> {
  const encoded = modifiers.includes('~')
  const refusal = base64Refusals[letter]
  if (encoded && refusal !== undefined) {
    return invalid(`base64 decoding not supported for ${refusal}.`)
  }
  let text = argument
  if (modifiers.includes('^')) {
    if (text === null) {
      return fatal('Reading from credential requested, but no credential name specified.')
    }
    if (!/^[^/]+$/.test(text) || text === '.' || text === '..') {
      return fatal(`Credential name not valid: ${text}`)
    }
    const credential = facts.credential(text)
    if (credential === undefined) {
      return skip(`Credential '${text}' not specified, skipping line.`)
    }
    // It is content; where a line has none, the name stays what it is.
    if (letter !== 'f' && letter !== 'w') {
      return ok(text)
    }
    if (!encoded) {
      return ok(credential)
    }
    text = credential
  }
  if (text === null) {
    return ok(null)
  }
  return encoded ? decodeBase64(text) : expand(letter, text, facts)
}

function expand(letter: Letter, text: string, facts: Facts): Result<string, Refusal> {
  let plain = text
  if (letter === 'f' || letter === 'w') {
    const unescaped = unescapeC(text)
    if (!unescaped.ok) {
      facts.remark('error', `Failed to unescape parameter to write: ${text}`, 'bare')
      return invalid(`Failed to substitute specifiers in argument: ${errnoText('EINVAL')}`)
    }
    plain = unescaped.value
  }
  const expanded = expandSpecifiers(plain, facts.specifiers, pathBytesMax)
  if (expanded.ok) {
    return expanded
  }
  const message = `Failed to substitute specifiers in argument: ${errnoText(expanded.error)}`
  if (expanded.error === 'ENAMETOOLONG') {
    return fatal(message)
  }
  return expanded.error === 'EBADSLT' ? invalid(message) : skip(message)
}

function decodeBase64(text: string): Result<string, Refusal> {
  const plain = text.replace(/\s+/g, '')
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(plain)) {
    return fatal(`Failed to base64 decode specified argument '${text}': ${errnoText('EINVAL')}`)
  }
  return ok(decodeText(Uint8Array.from(atob(plain), sign => sign.charCodeAt(0))))
}

const factory = '/usr/share/factory'

function readCopySource({ path }: Line, text: string | null, facts: Facts): Result<Meant, Refusal> {
  const source = text ?? `${factory}${path}`
  if (!source.startsWith('/')) {
    return invalid(`Source path '${source}' is not absolute.`)
  }
  const full = `${facts.root}${simplifyPath(source)}`
  return facts.exists(full) ? noDevice(full) : skip(`Copy source path '${full}' does not exist, skipping line.`)
}

function readDevice(text: string | null): Result<Meant, Refusal> {
  if (text === null) {
    return invalid('Device file requires argument.')
  }
  const [major = '', minor = '', ...more] = text.split(':')
  const [high, low] = [parseUint32(major), parseUint32(minor)]
  const fits = high.ok && low.ok && more.length === 0 && high.value < 2 ** 12 && low.value < 2 ** 20
  if (!fits) {
    return invalid(`Can't parse device file major/minor '${text}'.`)
  }
  return ok({ argument: text, device: { major: high.value, minor: low.value }, acl: null })
}

/** A list that is none is told and passed over. */
function readAcl(text: string, facts: Facts): Result<Meant, Refusal> {
  const named = (find: (name: string) => number | undefined) => (name: string) => {
    const number = parseUint32(name)
    return number.ok ? number.value : find(name)
  }
  const acl = parseAcl(text, { uid: named(facts.uid), gid: named(facts.gid) })
  if (acl !== undefined) {
    return ok({ argument: text, device: null, acl })
  }
  facts.remark('warning', `Failed to parse ACL "${text}", ignoring: ${errnoText('EINVAL')}`, 'bare')
  return skip('')
}

/** They are not set (ARCHITECTURE.md), but what is none is told. */
function readExtendedAttributes(text: string | null, facts: Facts): Result<Meant, Refusal> {
  if (text === null) {
    return invalid('Set extended attribute requires argument.')
  }
  const words = splitWords(text, { quotes: 'remove' })
  for (const word of words.ok ? words.value : []) {
    if (!/^[^=]+=./s.test(word)) {
      facts.remark('warning', `Failed to parse extended attribute, ignoring: ${word}`, 'bare')
    }
  }
  return noDevice(text)
}

function readAttributes(path: string, text: string | null): Result<Meant, Refusal> {
  if (text === null) {
    return invalid('Set file attribute requires argument.')
  }
  const sign = /^[-+=]/.exec(text)?.[0] ?? ''
  const names = text.slice(sign.length)
  const unknown = [...names].find(name => !'aAcCdDeijPsStTu'.includes(name))
  const bare = (message: string) => fail({ kind: 'invalid', message, bare: true } as const)
  if (names === '' && sign !== '=') {
    return bare(`Setting file attribute on '${path}' needs an attribute specification.`)
  }
  if (unknown !== undefined) {
    return bare(`Unknown file attribute '${unknown}' on '${path}'.`)
  }
  return noDevice(text)
}
