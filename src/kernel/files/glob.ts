/**
 * Paths that fit a pattern of glob(7): EnvironmentFile=, ConditionPathExistsGlob=. The only file that knows fast-glob, and its
 * traps: it reads braces, `!` and `+(...)` as patterns of its own, which glob(7) does not know, and hides what a mask or link
 * leads to.
 */
import fastGlob from 'fast-glob'

/** The paths that exist and fit, sorted; names with a leading dot only where the pattern has one. Never throws. */
export function glob(pattern: string): readonly string[] {
  try {
    return fastGlob
      .globSync(plainPattern(pattern), {
        absolute: true,
        braceExpansion: false,
        extglob: false,
        globstar: false,
        onlyFiles: false,
        suppressErrors: true,
      })
      .sort()
  } catch {
    return []
  }
}

/** Takes the meaning from what only fast-glob gives one to. */
function plainPattern(pattern: string): string {
  return pattern.replace(/(^|[^\\])([{}()!|@+])/g, '$1\\$2')
}
