/** Shell patterns on the side of the command line (fnmatch(3) with FNM_NOESCAPE: a backslash is part of unit names). */
import { shellPattern } from '#core/base/text/shell-pattern.ts'

/** Whether a name fits one of the patterns; without any, everything fits. */
export function fitsPatterns(name: string, patterns: readonly string[]): boolean {
  return patterns.length === 0 || patterns.some(pattern => shellPattern(pattern, { plainBackslash: true })(name))
}
