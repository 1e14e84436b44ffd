/** Shell patterns on the side of the command line (fnmatch(3) with FNM_NOESCAPE: a backslash is part of unit names). */

/** Whether a name fits one of the patterns; without any, everything fits. */
export function fitsPatterns(name: string, patterns: readonly string[]): boolean {
  return patterns.length === 0 || patterns.some(pattern => compilePattern(pattern).test(name))
}

/** The pattern as an expression: `*`, `?` and `[...]`; a bracket that is not closed stands for itself. */
function compilePattern(pattern: string): RegExp {
  const source = pattern.replace(/\*|\?|\[[!^]?\]?[^\]]*\]|[^*?[]+|\[/g, part => {
    if (part === '*') return '[^]*'
    if (part === '?') return '[^]'
    return part.startsWith('[') && part.length > 1 ? compileSet(part) : escapeText(part)
  })
  return new RegExp(`^${source}$`, 'u')
}

function compileSet(set: string): string {
  const [, not = '', body = ''] = /^\[([!^]?)(.*)\]$/s.exec(set) ?? []
  return `[${not === '' ? '' : '^'}${body.replace(/[\\[\]^&]/g, '\\$&')}]`
}

function escapeText(text: string): string {
  return text.replace(/[\\^$.|+(){}[\]/]/g, '\\$&')
}
