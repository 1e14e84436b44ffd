/** Paths that fit a pattern of glob(7), with braces: also links that lead nowhere, and names with a dot only where it says so. */
import { componentPattern, glob } from '#kernel/files/glob.ts'
import type { Files } from '#kernel/kernel.ts'

/** The paths that exist; for a text that is no pattern, itself when it exists. */
export function globPaths(files: Files, pattern: string): readonly string[] {
  return [...new Set(expandBraces(pattern).flatMap(plain => glob(files, plain)))]
}

/** Whether a path fits a pattern, component by component. */
export function fitsPattern(pattern: string): (path: string) => boolean {
  const alternatives = expandBraces(pattern).map(plain => plain.split('/').map(componentPattern))
  return path => {
    const names = path.split('/')
    return alternatives.some(parts => parts.length === names.length && parts.every((part, at) => part(names[at] ?? '')))
  }
}

const alternativesMax = 4096

/** `a{b,c}` is `ab` and `ac`; a brace that is not closed is itself. What is too many is left out. */
export function expandBraces(pattern: string): readonly string[] {
  const found: string[] = []
  for (const one of alternatives(pattern)) {
    found.push(one)
    if (found.length === alternativesMax) {
      break
    }
  }
  return found
}

/** One after the other, as their number doubles with every brace. */
function* alternatives(pattern: string): Generator<string> {
  const found = /^((?:[^\\{]|\\.)*)\{/s.exec(pattern)
  const start = found === null ? -1 : (found[1]?.length ?? 0)
  const parts = start < 0 ? undefined : splitBraces(pattern, start)
  if (parts === undefined) {
    yield pattern
    return
  }
  const before = pattern.slice(0, start)
  for (const inside of parts.inside) {
    yield* alternatives(`${before}${inside}${pattern.slice(parts.end)}`)
  }
}

function splitBraces(
  pattern: string,
  start: number,
): { readonly inside: readonly string[]; readonly end: number } | undefined {
  const inside: string[] = []
  let depth = 0
  let from = start + 1
  for (let at = start; at < pattern.length; at++) {
    const sign = pattern.charAt(at)
    if (sign === '\\') {
      at++
    } else if (sign === '{') {
      depth++
    } else if (sign === ',' && depth === 1) {
      inside.push(pattern.slice(from, at))
      from = at + 1
    } else if (sign === '}' && --depth === 0) {
      // `{}` and `{a}` are no choice.
      return inside.length === 0 ? undefined : { inside: [...inside, pattern.slice(from, at)], end: at + 1 }
    }
  }
  return undefined
}
