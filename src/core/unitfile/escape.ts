/**
 * Backslash escapes of C and quoting for the shell (systemd.syntax(7), "Quoting"). Bytes that are not UTF-8 are lone surrogates
 * U+DC80..U+DCFF, before and after.
 */
import { fail, ok, type Result } from '#core/base/result.ts'
import { decodeText, encodeText } from '#core/base/text/text.ts'
import { isUtf8 } from '#core/base/text/utf8.ts'

const letters = new Map([
  ['a', 0x07],
  ['b', 0x08],
  ['f', 0x0c],
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
  ['v', 0x0b],
  ['\\', 0x5c],
  ['"', 0x22],
  ["'", 0x27],
])

const escapes = new Map([...letters].map(([letter, byte]) => [byte, `\\${letter}`]))

/** Writes control characters, quotes, backslashes and everything beyond ASCII as escapes; never fails. */
export function escapeC(text: string): string {
  return [...encodeText(text)].map(escapeByte).join('')
}

function escapeByte(byte: number): string {
  const known = escapes.get(byte)
  if (known !== undefined) {
    return known
  }
  return byte < 0x20 || byte >= 0x7f ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte)
}

/** One escape, read. `bytes` is what it stands for, `length` how many characters behind the backslash it takes. */
export interface Escape {
  readonly bytes: readonly number[]
  readonly length: number
}

const numeric = /x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})/y

/**
 * Reads the escape whose backslash stands before `at`: `\n` and its kind, `\s` for a space, `\xHH` and `\NNN` for a byte,
 * `\uHHHH` and `\UHHHHHHHH` for a code point. Undefined for anything else, and for NUL.
 */
export function readEscape(text: string, at: number): Escape | undefined {
  const letter = letters.get(text.charAt(at)) ?? (text.charAt(at) === 's' ? 0x20 : undefined)
  if (letter !== undefined) {
    return { bytes: [letter], length: 1 }
  }
  numeric.lastIndex = at
  const found = numeric.exec(text)
  if (found === null) {
    return undefined
  }
  const [all, hex, short, long, octal] = found
  const value = octal === undefined ? Number.parseInt(hex ?? short ?? long ?? '', 16) : Number.parseInt(octal, 8)
  const eightBit = hex !== undefined || octal !== undefined
  if (value === 0 || (eightBit && value > 0xff) || (long !== undefined && !isValidPoint(value))) {
    return undefined
  }
  return { bytes: eightBit ? [value] : pointBytes(value), length: all.length }
}

function isValidPoint(point: number): boolean {
  return point <= 0x10ffff && isUtf8(String.fromCodePoint(point))
}

/** The bytes of a code point. A surrogate, which no text can hold, is encoded as systemd does it: like any other. */
function pointBytes(point: number): readonly number[] {
  if (point < 0xd800 || point > 0xdfff) {
    return [...encodeText(String.fromCodePoint(point))]
  }
  return [0xed, 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f)]
}

/** Undoes escapeC(). An escape that is none is EINVAL, or stays as it is when `unknown` is `keep`. */
export function unescapeC(text: string, unknown: 'refuse' | 'keep' = 'refuse'): Result<string, 'EINVAL'> {
  const bytes: number[] = []
  let plain = 0
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', plain)) {
    const found = readEscape(text, at + 1)
    if (found === undefined && unknown === 'refuse') {
      return fail('EINVAL')
    }
    pushAll(bytes, encodeText(text.slice(plain, found === undefined ? at + 1 : at)))
    pushAll(bytes, found?.bytes ?? [])
    plain = at + 1 + (found?.length ?? 0)
  }
  pushAll(bytes, encodeText(text.slice(plain)))
  return ok(decodeText(Uint8Array.from(bytes)))
}

function pushAll(bytes: number[], more: Iterable<number>): void {
  for (const byte of more) {
    bytes.push(byte)
  }
}

const needsQuotes = /[\x00-\x20\x7f"\\`$*?['()<>|&;!]/

/** How a word is quoted for the shell. */
export interface ShellStyle {
  /** `$'...'` as POSIX shells read it, instead of `"..."`. */
  readonly posix?: boolean
  /** Writes an empty word as `""`. */
  readonly quoteEmpty?: boolean
}

/** A word as the shell needs it: as it is when that is safe, else in quotes with escapes. */
export function quoteForShell(word: string, style: ShellStyle = {}): string {
  if (word === '') {
    return style.quoteEmpty ? '""' : ''
  }
  if (!needsQuotes.test(word) && isUtf8(word)) {
    return word
  }
  return style.posix ? `$'${escapeForShell(word, "'")}'` : `"${escapeForShell(word, '"`$')}"`
}

/** Puts a backslash before backslashes and the `special` characters, and writes what cannot be seen as escapes. */
export function escapeForShell(text: string, special: string): string {
  let escaped = ''
  for (const character of text) {
    const invisible = /[\x00-\x1f\x7f]/.test(character) || !isUtf8(character)
    const marked = character === '\\' || special.includes(character)
    escaped += invisible ? escapeC(character) : marked ? `\\${character}` : character
  }
  return escaped
}

/** A command line as it would be typed into a shell, for messages and the journal. */
export function quoteCommandLine(argv: readonly string[], style: ShellStyle = {}): string {
  return argv.map(word => quoteForShell(word, { ...style, quoteEmpty: true })).join(' ')
}

/** A word of a unit file as it reads back whole: in double quotes where it must be, and without specifiers. */
export function quoteUnitWord(word: string): string {
  const escaped = word
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll('%', '%%')
  return /[\s"'\\;]/.test(word) || word === '' ? `"${escaped}"` : escaped
}
