/**
 * `$VAR` and `${VAR}` replaced by their values (systemd.service(5), "Command Lines"; environment.d(5) for the extended form). A
 * variable without value is empty. `$$` is a dollar sign; what is no variable stays as it is.
 */
import { compareUtf8 } from '#core/base/text/utf8.ts'
import { splitWords } from '#core/unitfile/words.ts'
import { findVariable, isVariableName } from './environment.ts'

/** Which forms count besides `${VAR}`. */
export interface ExpandRules {
  /** `$VAR` as well. */
  readonly braceless?: boolean
  /** `${VAR:-default}` and `${VAR:+alternative}`, whose texts are expanded too. */
  readonly extended?: boolean
}

/** What was noticed on the way, for the log; each name once, sorted. */
export interface Missing {
  /** Valid names without a value. */
  readonly unset: readonly string[]
  /** Names that no variable can have. */
  readonly invalid: readonly string[]
}

/** A text with its variables replaced. */
export interface Expanded extends Missing {
  readonly text: string
}

/** What the search for variables needs to know everywhere. */
interface Search {
  readonly list: readonly string[]
  readonly rules: ExpandRules
  readonly unset: Set<string>
  readonly invalid: Set<string>
}

/** A text being gone through. The text of a default is one of its own. */
interface Scan {
  readonly text: string
  at: number
  /** How many braces are open, those of unsupported forms included: systemd does not close them either. */
  open: number
}

/** Replaces the variables in one text. */
export function expandText(text: string, list: readonly string[], rules: ExpandRules = {}): Expanded {
  const search: Search = { list, rules, unset: new Set(), invalid: new Set() }
  let expanded = ''
  // Defaults may hold defaults, deeper than functions may call each other.
  const scans: Scan[] = [{ text, at: 0, open: 0 }]
  for (let scan = scans.at(-1); scan !== undefined; scan = scans.at(-1)) {
    const dollar = scan.text.indexOf('$', scan.at)
    expanded += scan.text.slice(scan.at, dollar < 0 ? scan.text.length : dollar)
    if (dollar < 0) {
      scans.pop()
      continue
    }
    const found = replaceAt(search, scan, dollar)
    scan.at = found.end
    if ('value' in found) {
      expanded += found.value
    } else {
      scans.push({ text: found.inner, at: 0, open: 0 })
    }
  }
  return { text: expanded, unset: sorted(search.unset), invalid: sorted(search.invalid) }
}

/** What comes out for the text from a dollar sign up to `end`: a value, or a text to be gone through. */
type Replacement = { readonly end: number; readonly value: string } | { readonly end: number; readonly inner: string }

function replaceAt(search: Search, scan: Scan, dollar: number): Replacement {
  const next = scan.text.charAt(dollar + 1)
  if (next === '$') {
    return { end: dollar + 2, value: '$' }
  }
  if (next === '{') {
    return replaceBraces(search, scan, dollar + 2)
  }
  const name = search.rules.braceless ? readName(scan.text, dollar + 1) : ''
  if (name === '') {
    return verbatim(scan, dollar, dollar + 1)
  }
  return { end: dollar + 1 + name.length, value: lookUp(search, name) ?? '' }
}

function verbatim(scan: Scan, start: number, end: number): Replacement {
  return { end, value: scan.text.slice(start, end) }
}

function readName(text: string, at: number): string {
  return /^[A-Za-z0-9_]*/.exec(text.slice(at, at + 4096))?.[0] ?? ''
}

function replaceBraces(search: Search, scan: Scan, start: number): Replacement {
  const { text } = scan
  scan.open++
  let end = start
  while (end < text.length && text.charAt(end) !== '}' && text.charAt(end) !== ':') {
    end++
  }
  if (text.charAt(end) === '}') {
    scan.open--
    return { end: end + 1, value: lookUp(search, text.slice(start, end)) ?? '' }
  }
  const test = text.charAt(end + 1)
  if (end === text.length || !search.rules.extended) {
    return verbatim(scan, start - 2, Math.min(end + 1, text.length))
  }
  if (test !== '-' && test !== '+') {
    return verbatim(scan, start - 2, Math.min(end + 2, text.length))
  }
  return replaceTest(search, scan, text.slice(start, end), test, end + 2)
}

/** `${name:-text}` and `${name:+text}`: finds the brace that closes them, and decides. Without one all the rest stays. */
function replaceTest(search: Search, scan: Scan, name: string, test: '-' | '+', start: number): Replacement {
  const { text } = scan
  for (let end = start; end < text.length; end++) {
    const character = text.charAt(end)
    if (character === '{') {
      scan.open++
    } else if (character === '}' && --scan.open === 0) {
      const value = findVariable(search.list, name)
      const wantsText = (value === undefined) === (test === '-')
      if (wantsText) {
        return { end: end + 1, inner: text.slice(start, end) }
      }
      return { end: end + 1, value: test === '-' ? (value ?? '') : '' }
    }
  }
  return verbatim(scan, start - name.length - 4, text.length)
}

function lookUp(search: Search, name: string): string | undefined {
  const value = findVariable(search.list, name)
  if (value === undefined) {
    ;(isVariableName(name) ? search.unset : search.invalid).add(name)
  }
  return value
}

/** The words of a command line with their variables replaced. */
export interface ExpandedArguments extends Missing {
  readonly argv: readonly string[]
}

/**
 * Replaces the variables in a command line: `${VAR}` anywhere becomes the value, a word that is `$VAR` alone becomes the words
 * of the value, which may be none.
 */
export function expandArguments(argv: readonly string[], list: readonly string[]): ExpandedArguments {
  const expanded: string[] = []
  const unset = new Set<string>()
  const invalid = new Set<string>()
  for (const word of argv) {
    if (/^\$(?![{$])/.test(word)) {
      const value = findVariable(list, word.slice(1))
      if (value === undefined) {
        ;(isVariableName(word.slice(1)) ? unset : invalid).add(word.slice(1))
      } else {
        expanded.push(...splitValue(value))
      }
    } else {
      const found = expandText(word, list)
      expanded.push(found.text)
      for (const name of found.unset) {
        unset.add(name)
      }
      for (const name of found.invalid) {
        invalid.add(name)
      }
    }
  }
  return { argv: expanded, unset: sorted(unset), invalid: sorted(invalid) }
}

function sorted(names: ReadonlySet<string>): readonly string[] {
  return [...names].sort(compareUtf8)
}

function splitValue(value: string): readonly string[] {
  const words = splitWords(value, { quotes: 'remove', relaxed: true })
  return words.ok ? words.value : []
}
