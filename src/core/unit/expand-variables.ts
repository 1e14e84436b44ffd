/**
 * `$VAR` and `${VAR}` replaced by their values (systemd.service(5), "Command Lines"; environment.d(5) for the extended form). A
 * variable without value is empty. `$$` is a dollar sign; what is no variable stays as it is.
 */
import { compareUtf8 } from '#core/base/utf8.ts'
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

interface Scan {
  readonly text: string
  readonly list: readonly string[]
  readonly rules: ExpandRules
  readonly unset: Set<string>
  readonly invalid: Set<string>
  /** How many braces are open, those of unsupported forms included: systemd does not close them either. */
  open: number
}

/** Replaces the variables in one text. */
export function expandText(text: string, list: readonly string[], rules: ExpandRules = {}): Expanded {
  const scan: Scan = { text, list, rules, unset: new Set(), invalid: new Set(), open: 0 }
  const expanded = expandAll(scan)
  return { text: expanded, unset: sorted(scan.unset), invalid: sorted(scan.invalid) }
}

/** What comes out for the text from a dollar sign up to `end`. */
interface Replacement {
  readonly end: number
  readonly value: string
}

function expandAll(scan: Scan): string {
  const { text } = scan
  let expanded = ''
  let at = 0
  for (let dollar = text.indexOf('$'); dollar >= 0; dollar = text.indexOf('$', at)) {
    const found = replaceAt(scan, dollar)
    expanded += text.slice(at, dollar) + found.value
    at = found.end
  }
  return expanded + text.slice(at)
}

function replaceAt(scan: Scan, dollar: number): Replacement {
  const next = scan.text.charAt(dollar + 1)
  if (next === '$') return { end: dollar + 2, value: '$' }
  if (next === '{') return replaceBraces(scan, dollar + 2)
  const name = scan.rules.braceless ? readName(scan.text, dollar + 1) : ''
  return name === ''
    ? verbatim(scan, dollar, dollar + 1)
    : { end: dollar + 1 + name.length, value: lookUp(scan, name) ?? '' }
}

function verbatim(scan: Scan, start: number, end: number): Replacement {
  return { end, value: scan.text.slice(start, end) }
}

function readName(text: string, at: number): string {
  return /^[A-Za-z0-9_]*/.exec(text.slice(at, at + 4096))?.[0] ?? ''
}

function replaceBraces(scan: Scan, start: number): Replacement {
  const { text, rules } = scan
  scan.open++
  let end = start
  while (end < text.length && text.charAt(end) !== '}' && text.charAt(end) !== ':') end++
  if (text.charAt(end) === '}') {
    scan.open--
    return { end: end + 1, value: lookUp(scan, text.slice(start, end)) ?? '' }
  }
  if (end === text.length || !rules.extended) return verbatim(scan, start - 2, Math.min(end + 1, text.length))
  const test = text.charAt(end + 1)
  if (test !== '-' && test !== '+') return verbatim(scan, start - 2, Math.min(end + 2, text.length))
  return replaceTest(scan, text.slice(start, end), test, end + 2)
}

/** `${name:-text}` and `${name:+text}`: finds the brace that closes them, and decides. Without one all the rest stays. */
function replaceTest(scan: Scan, name: string, test: '-' | '+', start: number): Replacement {
  const { text, list, rules } = scan
  for (let end = start; end < text.length; end++) {
    const character = text.charAt(end)
    if (character === '{') scan.open++
    else if (character === '}' && --scan.open === 0) {
      const value = findVariable(list, name)
      const wantsText = (value === undefined) === (test === '-')
      if (!wantsText) return { end: end + 1, value: value !== undefined && test === '-' ? value : '' }
      const inner: Scan = {
        text: text.slice(start, end),
        list,
        rules,
        unset: scan.unset,
        invalid: scan.invalid,
        open: 0,
      }
      return { end: end + 1, value: expandAll(inner) }
    }
  }
  return verbatim(scan, start - name.length - 4, text.length)
}

function lookUp(scan: Scan, name: string): string | undefined {
  const value = findVariable(scan.list, name)
  if (value === undefined) (isVariableName(name) ? scan.unset : scan.invalid).add(name)
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
      if (value === undefined) (isVariableName(word.slice(1)) ? unset : invalid).add(word.slice(1))
      else expanded.push(...splitValue(value))
    } else {
      const found = expandText(word, list)
      expanded.push(found.text)
      for (const name of found.unset) unset.add(name)
      for (const name of found.invalid) invalid.add(name)
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
