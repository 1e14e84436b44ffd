/**
 * Paths that fit a pattern of glob(7): EnvironmentFile=, ConditionPathExistsGlob=, the rules of tmpfiles.d. It asks Files only, so
 * that it finds the same on any of them.
 */
import { shellPattern } from '#core/base/text/shell-pattern.ts'
import type { Files } from '#kernel/kernel.ts'

const wild = /[*?[]/

/**
 * The paths that exist and fit, sorted, links that lead nowhere among them; for a text that is no pattern, itself when it exists.
 * Names with a leading dot only where the pattern has one. A slash at the end asks for folders.
 */
export function glob(files: Pick<Files, 'list' | 'linkStatus' | 'status'>, pattern: string): readonly string[] {
  let found = ['']
  for (const part of pattern.split('/').filter(name => name !== '')) {
    found = found.flatMap(folder => (wild.test(part) ? matching(files, folder, part) : [`${folder}/${unquoted(part)}`]))
  }
  const isThere = pattern.endsWith('/') ? isFolder : isAnything
  return found.filter(path => isThere(files, path || '/')).sort()
}

/** Whether a name fits one component of a pattern. */
export function componentPattern(pattern: string): (name: string) => boolean {
  const fits = shellPattern(pattern)
  return name => (pattern.startsWith('.') || !name.startsWith('.')) && fits(name)
}

function matching(files: Pick<Files, 'list'>, folder: string, part: string): readonly string[] {
  const list = files.list(folder || '/')
  const fits = componentPattern(part)
  return (list.ok ? list.value : []).flatMap(({ name }) => (fits(name) ? [`${folder}/${name}`] : []))
}

function unquoted(part: string): string {
  return part.replace(/\\(.)/gs, '$1')
}

function isAnything(files: Pick<Files, 'linkStatus'>, path: string): boolean {
  return files.linkStatus(path).ok
}

function isFolder(files: Pick<Files, 'status'>, path: string): boolean {
  const status = files.status(path)
  return status.ok && status.value.kind === 'directory'
}
