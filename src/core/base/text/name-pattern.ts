/** Shell patterns over names of units and files (fnmatch(3) with FNM_NOESCAPE): a backslash is part of a name. */
import { shellPattern } from './shell-pattern.ts'

/** A pattern made ready for many names. */
export function namePattern(pattern: string): (name: string) => boolean {
  return /[*?[]/.test(pattern) ? shellPattern(pattern, { plainBackslash: true }) : name => name === pattern
}

/** Whether a name fits one of some patterns, which is false without any; make it once and ask often. */
export function fitsAny(patterns: readonly string[]): (name: string) => boolean {
  const tests = patterns.map(namePattern)
  return name => tests.some(test => test(name))
}

/** As fitsAny, for lists that show everything where no pattern is given. */
export function fitsAnyOrNone(patterns: readonly string[]): (name: string) => boolean {
  return patterns.length === 0 ? () => true : fitsAny(patterns)
}
