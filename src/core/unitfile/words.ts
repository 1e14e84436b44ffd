/**
 * Values split into words (systemd.syntax(7), "Quoting"). Each directive has its own rules, so they are all options here;
 * core/unit knows which directive takes which.
 */
import { fail, ok, type Result } from '#core/base/result.ts'
import { decodeText, encodeText } from '#core/base/text/text.ts'
import { readEscape } from './escape.ts'

/** How to split. Without any option: at white space, quotes mean nothing, a backslash takes the next character as it is. */
export interface WordRules {
  /** Characters that part words, instead of blanks, tabs and line ends. */
  readonly separators?: string
  /** `remove` groups by quotes and drops them, `keep` groups and leaves them in the word. */
  readonly quotes?: 'remove' | 'keep'
  /** `c` reads C escapes, `retain` gives backslashes no meaning. */
  readonly backslash?: 'c' | 'retain'
  /** A backslash before a separator or a backslash makes it part of the word. */
  readonly escapeSeparators?: boolean
  /** With `c` or `escapeSeparators`: what is no escape stays, backslash and all, instead of being EINVAL. */
  readonly keepUnknownEscapes?: boolean
  /** A quote that is not closed, or a backslash at the end, ends the last word instead of being EINVAL. */
  readonly relaxed?: boolean
  /** Each separator ends a word, so that words may be empty. */
  readonly emptyWords?: boolean
  /** The separator behind a word is left there for the next call of readWord(). */
  readonly retainSeparators?: boolean
}

/** A word and where the next one may begin; -1 when nothing is left. */
export interface Word {
  readonly word: string
  readonly next: number
}

const whitespace = ' \t\n\r'

/** A word in the making: `escaped` tells that bytes were written, which may join to characters. */
interface Scan {
  readonly text: string
  readonly rules: WordRules
  readonly separators: string
  at: number
  word: string
  escaped: boolean
}

/** Reads the first word at `start`. Null when there is none left; EINVAL for a broken quote or escape. */
export function readWord(text: string, start: number, rules: WordRules = {}): Result<Word | null, 'EINVAL'> {
  if (start < 0) {
    return ok(null)
  }
  const separators = rules.separators ?? whitespace
  let at = start
  while (at < text.length && separators.includes(text.charAt(at))) {
    if (rules.emptyWords) {
      return ok({ word: '', next: rules.retainSeparators ? at : at + 1 })
    }
    at++
  }
  if (at >= text.length) {
    return ok(rules.emptyWords ? { word: '', next: -1 } : null)
  }
  const scan: Scan = { text, rules, separators, at, word: '', escaped: false }
  const next = readBody(scan)
  return next.ok ? ok({ word: scan.escaped ? decodeText(encodeText(scan.word)) : scan.word, next: next.value }) : next
}

/** Reads up to the separator behind the word and tells where to go on. */
function readBody(scan: Scan): Result<number, 'EINVAL'> {
  const { text, rules, separators } = scan
  while (scan.at < text.length) {
    const character = text.charAt(scan.at)
    if (character === '\\' && rules.backslash !== 'retain') {
      if (scan.at + 1 >= text.length) {
        return endInBackslash(scan, false)
      }
      if (!readBackslash(scan)) {
        return fail('EINVAL')
      }
    } else if (rules.quotes !== undefined && (character === '"' || character === "'")) {
      const end = readQuoted(scan, character)
      if (end !== undefined) {
        return end
      }
    } else if (separators.includes(character)) {
      return ok(afterSeparator(scan))
    } else {
      scan.word += character
      scan.at++
    }
  }
  return ok(-1)
}

/** Reads from one quote to the other. Undefined when the word goes on behind it, else how it ends. */
function readQuoted(scan: Scan, quote: string): Result<number, 'EINVAL'> | undefined {
  const { text, rules } = scan
  const kept = rules.quotes === 'keep' ? quote : ''
  scan.word += kept
  scan.at++
  while (scan.at < text.length) {
    const character = text.charAt(scan.at)
    if (character === quote) {
      scan.word += kept
      scan.at++
      return undefined
    }
    if (character === '\\' && rules.backslash !== 'retain') {
      if (scan.at + 1 >= text.length) {
        return endInBackslash(scan, true)
      }
      if (!readBackslash(scan)) {
        return fail('EINVAL')
      }
    } else {
      scan.word += character
      scan.at++
    }
  }
  return rules.relaxed ? ok(-1) : fail('EINVAL')
}

/** Reads a backslash and what belongs to it; false when it is no escape and has to be one. */
function readBackslash(scan: Scan): boolean {
  const { text, rules } = scan
  const next = text.charAt(scan.at + 1)
  const found = rules.backslash === 'c' ? readEscape(text, scan.at + 1) : undefined
  if (found !== undefined) {
    scan.word += decodeText(Uint8Array.from(found.bytes))
    scan.escaped ||= (found.bytes[0] ?? 0) >= 0x80
    scan.at += 1 + found.length
    return true
  }
  const separator = rules.escapeSeparators && (next === '\\' || scan.separators.includes(next))
  const strict = rules.backslash === 'c' || rules.escapeSeparators
  if (strict && !separator && !rules.keepUnknownEscapes) {
    return false
  }
  scan.word += strict && !separator ? `\\${next}` : next
  scan.at += 2
  return true
}

function endInBackslash(scan: Scan, quoted: boolean): Result<number, 'EINVAL'> {
  const { keepUnknownEscapes, relaxed } = scan.rules
  if (keepUnknownEscapes && (!quoted || relaxed)) {
    scan.word += '\\'
    return ok(-1)
  }
  return relaxed ? ok(-1) : fail('EINVAL')
}

function afterSeparator(scan: Scan): number {
  const { text, rules, separators } = scan
  if (rules.retainSeparators) {
    return scan.at
  }
  if (rules.emptyWords) {
    return scan.at + 1
  }
  while (scan.at < text.length && separators.includes(text.charAt(scan.at))) {
    scan.at++
  }
  return scan.at < text.length ? scan.at : -1
}

/** All words of a value. EINVAL for a broken quote or escape in any of them. */
export function splitWords(text: string, rules: WordRules = {}): Result<readonly string[], 'EINVAL'> {
  const words: string[] = []
  for (let at = 0; at >= 0; ) {
    const found = readWord(text, at, rules)
    if (!found.ok) {
      return found
    }
    if (found.value === null) {
      break
    }
    words.push(found.value.word)
    at = found.value.next
  }
  return ok(words)
}
