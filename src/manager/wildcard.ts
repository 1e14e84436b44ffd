/** Names that fit the shell patterns of a call (fnmatch(3) with FNM_NOESCAPE: a backslash is part of unit names). */
import { shellPattern } from '#core/base/text/shell-pattern.ts'

/** Whether a name fits one of some patterns; make it once and ask often. */
export function fitsAny(patterns: readonly string[]): (name: string) => boolean {
  const tests = patterns.map(pattern => shellPattern(pattern, { plainBackslash: true }))
  return name => tests.some(test => test(name))
}
