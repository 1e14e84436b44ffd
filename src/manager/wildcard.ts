/** Names that fit a shell pattern (fnmatch(3) without flags, glob(7)). */

/** Whether a name fits one of the patterns. */
export function matchesAny(name: string, patterns: readonly string[]): boolean {
  return patterns.some(pattern => matches(name, pattern))
}

const cache = new Map<string, RegExp>()

/** Whether a name fits a pattern with `*`, `?`, `[...]` and backslashes. */
export function matches(name: string, pattern: string): boolean {
  const known = cache.get(pattern) ?? compile(pattern)
  if (cache.size > 256) {
    cache.clear()
  }
  cache.set(pattern, known)
  return known.test(name)
}

function compile(pattern: string): RegExp {
  let source = ''
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern.charAt(at)
    if (sign === '*') {
      source += '[^]*'
    } else if (sign === '?') {
      source += '[^]'
    } else if (sign === '[') {
      const set = readSet(pattern, at)
      source += set?.source ?? '\\['
      at = set?.end ?? at
    } else {
      const literal = sign === '\\' && at + 1 < pattern.length ? pattern.charAt(++at) : sign
      source += literal.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
    }
  }
  return new RegExp(`^${source}$`, 'u')
}

/** `[a-z]` or `[!a-z]`; a bracket that is not closed is a plain character. */
function readSet(pattern: string, start: number): { readonly source: string; readonly end: number } | null {
  const negated = pattern.charAt(start + 1) === '!' || pattern.charAt(start + 1) === '^'
  const first = start + (negated ? 2 : 1)
  const end = pattern.indexOf(']', first + 1)
  if (end < 0) {
    return null
  }
  const body = pattern.slice(first, end).replace(/[\\\][^&]/g, '\\$&')
  return { source: `[${negated ? '^' : ''}${body}]`, end }
}
