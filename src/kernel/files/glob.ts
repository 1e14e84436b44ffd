/**
 * Paths that fit a pattern of glob(7): EnvironmentFile=, ConditionPathExistsGlob=, the rules of tmpfiles.d. The only file that knows
 * fast-glob, and its traps: it reads braces, `!` and `+(...)` as patterns of its own, which glob(7) does not know. It asks Files
 * only, so that it finds the same on any of them.
 */
import fastGlob from 'fast-glob'
import { shellPattern } from '#core/base/text/shell-pattern.ts'
import type { FileKind, Files, Outcome } from '#kernel/kernel.ts'

type GlobFiles = Pick<Files, 'list' | 'linkStatus' | 'status'>

/**
 * The paths that exist and fit, sorted, links that lead nowhere among them; for a text that is no pattern, itself when it exists.
 * Names with a leading dot only where the pattern has one. A slash at the end asks for folders. Never throws.
 */
export function glob(files: GlobFiles, pattern: string): readonly string[] {
  const path = pattern.replace(/\/+$/, '')
  const found = findAll(files, path === '' ? '/' : path)
  return pattern.endsWith('/') ? found.filter(one => isFolder(files, one)) : found
}

/** Whether a name fits one component of a pattern. */
export function componentPattern(pattern: string): (name: string) => boolean {
  const fits = shellPattern(pattern)
  return name => (pattern.startsWith('.') || !name.startsWith('.')) && fits(name)
}

function findAll(files: GlobFiles, path: string): readonly string[] {
  if (!/[*?[]/.test(path)) {
    const plain = path.replace(/\\(.)/gs, '$1')
    return files.linkStatus(plain).ok ? [plain] : []
  }
  try {
    return fastGlob
      .globSync(plainPattern(path), {
        cwd: '/',
        absolute: true,
        braceExpansion: false,
        extglob: false,
        globstar: false,
        onlyFiles: false,
        suppressErrors: true,
        fs: adapterOf(files),
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

/** The part of node:fs that fast-glob calls. */
function adapterOf(files: GlobFiles): fastGlob.FileSystemAdapter {
  const entriesOf = (path: string) => must(files.list(path)).map(({ name, kind }) => ({ name, ...kindsOf(kind) }))
  const adapter = {
    lstatSync: (path: string) => kindsOf(must(files.linkStatus(path)).kind),
    statSync: (path: string) => kindsOf(must(files.status(path)).kind),
    readdirSync: entriesOf,
  }
  return adapter as unknown as fastGlob.FileSystemAdapter
}

function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) {
    throw new Error(outcome.error)
  }
  return outcome.value
}

function kindsOf(kind: FileKind) {
  const is = (wanted: FileKind) => () => kind === wanted
  return { isDirectory: is('directory'), isFile: is('file'), isSymbolicLink: is('symlink') }
}

function isFolder(files: GlobFiles, path: string): boolean {
  const status = files.status(path)
  return status.ok && status.value.kind === 'directory'
}
