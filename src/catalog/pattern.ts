/** Shell patterns as preset files and lists take them: over whole names, a backslash is part of a name. */
import { shellPattern } from '#core/base/text/shell-pattern.ts'

/** A pattern made ready for many names. */
export function namePattern(pattern: string): (name: string) => boolean {
  return /[*?[]/.test(pattern) ? shellPattern(pattern, { plainBackslash: true }) : name => name === pattern
}
