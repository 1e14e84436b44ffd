/** Shell patterns as preset files and lists take them (fnmatch(3) with FNM_NOESCAPE): `*`, `?` and `[...]`, over whole names. */

/** A pattern made ready for many names. */
export function namePattern(pattern: string): (name: string) => boolean {
  if (!/[*?[]/.test(pattern)) return name => name === pattern
  const source = new RegExp(`^${sourceOf(pattern)}$`, 's')
  return name => source.test(name)
}

function sourceOf(pattern: string): string {
  let source = ''
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern.charAt(at)
    const set = sign === '[' ? bracketAt(pattern, at) : null
    if (set !== null) {
      source += set.source
      at = set.end
    } else {
      source += sign === '*' ? '.*' : sign === '?' ? '.' : quote(sign)
    }
  }
  return source
}

/** `[a-z]` or `[!a-z]`; a bracket that is not closed is itself. A `]` in the first place stands for itself. */
function bracketAt(pattern: string, start: number): { readonly source: string; readonly end: number } | null {
  const negated = /[!^]/.test(pattern.charAt(start + 1))
  const first = start + (negated ? 2 : 1)
  const end = pattern.indexOf(']', first + 1)
  if (end < 0) return null
  const body = pattern.slice(first, end).replace(/[\\\][^]/g, '\\$&')
  return { source: `[${negated ? '^' : ''}${body}]`, end }
}

function quote(sign: string): string {
  return sign.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&')
}
