/** Shell patterns over whole texts (fnmatch(3)): `*`, `?`, `[a-z]`, `[!a-z]`, `[[:digit:]]`, and a backslash before any of them. */

export interface PatternRules {
  /** A backslash is a character like others (FNM_NOESCAPE). */
  readonly plainBackslash?: boolean
  /** FNM_CASEFOLD. */
  readonly ignoreCase?: boolean
}

/** A pattern made ready for many texts. */
export function shellPattern(pattern: string, rules: PatternRules = {}): (text: string) => boolean {
  const source = new RegExp(`^${sourceOf(pattern, rules)}$`, rules.ignoreCase ? 'is' : 's')
  return text => source.test(text)
}

function sourceOf(pattern: string, { plainBackslash }: PatternRules): string {
  let source = ''
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern.charAt(at)
    const set = sign === '[' ? setAt(pattern, at) : null
    if (set !== null) {
      source += set.source
      at = set.end
    } else if (sign === '\\' && !plainBackslash && at + 1 < pattern.length) {
      source += quote(pattern.charAt(++at))
    } else {
      source += sign === '*' ? '.*' : sign === '?' ? '.' : quote(sign)
    }
  }
  return source.replace(/(\.\*)+/g, '.*')
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
