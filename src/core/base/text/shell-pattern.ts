/**
 * Shell patterns over whole texts (fnmatch(3)): `*`, `?`, `[a-z]`, `[!a-z]`, `[[:digit:]]`, and a backslash before any of them.
 * Whatever the pattern, it takes no more steps than its length times that of the text: anybody may hand one to the manager.
 */

export interface PatternRules {
  /** A backslash is a character like others (FNM_NOESCAPE). */
  readonly plainBackslash?: boolean
  /** FNM_CASEFOLD. */
  readonly ignoreCase?: boolean
}

/** What one place of a pattern fits: any number of characters, any one, this one, or one of a set. */
type Place = '*' | '?' | { readonly sign: string } | { readonly set: RegExp }

/** A pattern made ready for many texts. */
export function shellPattern(pattern: string, rules: PatternRules = {}): (text: string) => boolean {
  const fold = (text: string): string => (rules.ignoreCase ? text.toLowerCase() : text)
  const places = readPlaces(pattern, rules)
  const folded = places.map(place =>
    typeof place === 'object' && 'sign' in place ? { sign: fold(place.sign) } : place,
  )
  return text => fits(folded, fold(text))
}

/** Where it does not fit any more, the last star takes one character more: those before it never need to. */
function fits(places: readonly Place[], text: string): boolean {
  let place = 0
  let at = 0
  let star = -1
  let taken = 0
  while (at < text.length) {
    const here = places[place]
    if (here === '*') {
      star = place++
      taken = at
    } else if (here !== undefined && fitsOne(here, text.charAt(at))) {
      place++
      at++
    } else if (star >= 0) {
      place = star + 1
      at = ++taken
    } else {
      return false
    }
  }
  while (places[place] === '*') {
    place++
  }
  return place === places.length
}

function fitsOne(place: Exclude<Place, '*'>, sign: string): boolean {
  if (place === '?') {
    return true
  }
  return 'sign' in place ? place.sign === sign : place.set.test(sign)
}

function readPlaces(pattern: string, { plainBackslash, ignoreCase }: PatternRules): Place[] {
  const places: Place[] = []
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern.charAt(at)
    const set = sign === '[' ? setAt(pattern, at) : null
    if (set !== null) {
      places.push({ set: new RegExp(set.source, ignoreCase ? 'is' : 's') })
      at = set.end
    } else if (sign === '\\' && !plainBackslash && at + 1 < pattern.length) {
      places.push({ sign: pattern.charAt(++at) })
    } else if (sign === '*' || sign === '?') {
      places.push(sign)
    } else {
      places.push({ sign })
    }
  }
  return places
}
interface Part {
  readonly source: string
  /** Index of the last character. */
  readonly end: number
}

/** A set; a bracket that is not closed is itself. A `]` in the first place stands for itself. */
function setAt(pattern: string, start: number): Part | null {
  const negated = /[!^]/.test(pattern.charAt(start + 1))
  const first = start + (negated ? 2 : 1)
  let body = ''
  for (let at = first; at < pattern.length; at++) {
    const sign = pattern.charAt(at)
    if (sign === ']' && at > first) {
      return { source: isOrdered(body) ? `[${negated ? '^' : ''}${body}]` : negated ? '.' : '(?!)', end: at }
    }
    const named = classAt(pattern, at)
    body += named?.source ?? (sign === '-' ? '-' : quote(sign))
    at = named?.end ?? at
  }
  return null
}

/** A range that runs downwards fits nothing, where a regular expression would not be one. */
function isOrdered(body: string): boolean {
  try {
    return new RegExp(`[${body}]`) instanceof RegExp
  } catch {
    return false
  }
}

const classes: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '\\x21-\\x7e',
  lower: 'a-z',
  print: '\\x20-\\x7e',
  punct: '\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e',
  space: ' \\t\\n\\v\\f\\r',
  upper: 'A-Z',
  xdigit: '0-9A-Fa-f',
}

function classAt(pattern: string, at: number): Part | null {
  const [all = '', name = ''] = /^\[:([a-z]+):\]/.exec(pattern.slice(at, at + 12)) ?? []
  const source = classes[name]
  return source === undefined ? null : { source, end: at + all.length - 1 }
}

function quote(sign: string): string {
  return sign.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&')
}
