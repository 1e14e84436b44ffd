/** Making the links of enabled units, and finding those that must go. */

import { chase, outer } from '#catalog/chase.ts'
import type { Lookup } from '#catalog/lookup.ts'
import { pathBelow, simplifyPath } from '#core/base/path.ts'
import { fail, ok } from '#core/base/result.ts'
import { isUnitName, templateOf } from '#core/unit/name/name.ts'
import type { Files, Outcome } from '#kernel/kernel.ts'
import type { Changes } from './change.ts'

/**
 * Makes a link at `path` that says `target`; one that says the same already is as good. EEXIST for a file, and without `force`
 * for another link. A link is replaced by rename(2), so that it never is away.
 */
export function createLink(
  lookup: Lookup,
  changes: Changes,
  target: string,
  path: string,
  force: boolean,
): Outcome<void> {
  const { files } = lookup.tree
  const shown = outer(lookup.tree, path)
  const folder = path.slice(0, path.lastIndexOf('/'))
  const parents = files.makeDirectories(outer(lookup.tree, folder), 0o755)
  const made = parents.ok || parents.error === 'EEXIST' ? files.makeLink(target, shown) : parents
  if (made.ok) {
    lookup.folders.forget(folder)
    changes.add('symlink', shown, simplifyPath(target))
    return made
  }
  if (made.error !== 'EEXIST') {
    return changes.fail(made.error, shown)
  }
  const before = files.readLink(shown)
  if (!before.ok) {
    return changes.fail(before.error === 'EINVAL' ? 'EEXIST' : before.error, shown)
  }
  if (leadToSame(lookup, folder, before.value, target)) {
    return ok(undefined)
  }
  if (!force) {
    return changes.fail('EEXIST', shown, simplifyPath(before.value))
  }
  const replaced = replaceLink(files, target, shown)
  if (!replaced.ok) {
    return changes.fail(replaced.error, shown)
  }
  lookup.folders.forget(folder)
  changes.add('unlink', shown)
  changes.add('symlink', shown, simplifyPath(target))
  return replaced
}

/** Whether two targets of a link mean the same: the same file, or files of one name in two folders of the search path. */
function leadToSame({ tree, paths }: Lookup, folder: string, one: string, other: string): boolean {
  const [a, b] = [one, other].map(target => simplifyPath(target.startsWith('/') ? target : `${folder}/${target}`))
  if (a === undefined || b === undefined) {
    return false
  }
  if (a === b || isSameFile(tree.files, outer(tree, a), outer(tree, b))) {
    return true
  }
  const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
  const isKnown = (path: string): boolean => paths.folders.some(known => pathBelow(path, known))
  return nameOf(a) === nameOf(b) && isKnown(a) && isKnown(b)
}

function isSameFile(files: Files, a: string, b: string): boolean {
  const one = files.status(a)
  const other = files.status(b)
  return one.ok && other.ok && one.value.device === other.value.device && one.value.inode === other.value.inode
}

function replaceLink(files: Files, target: string, path: string): Outcome<void> {
  const slash = path.lastIndexOf('/') + 1
  for (let count = 0; count < 100; count++) {
    const temporary = `${path.slice(0, slash)}.#${path.slice(slash)}.${count}`
    const made = files.makeLink(target, temporary)
    if (!made.ok && made.error === 'EEXIST') {
      continue
    }
    if (!made.ok) {
      return made
    }
    const renamed = files.rename(temporary, path)
    if (!renamed.ok) {
      files.unlink(temporary)
    }
    return renamed
  }
  return fail('EEXIST')
}

/**
 * Removes the links below a folder that have one of the names, or lead to a file of one of the names, and those that lead to
 * what is removed. Folders that become empty go, too. The first error is told at the end, after everything else was tried.
 */
export function removeLinks(
  lookup: Lookup,
  changes: Changes,
  names: readonly string[],
  folder: string | null,
  how: 'do' | 'tell' = 'do',
): Outcome<void> {
  if (folder === null || names.length === 0) {
    return ok(undefined)
  }
  const marked = new Set(names)
  let result: Outcome<void> = ok(undefined)
  const note = (outcome: Outcome<void>): void => {
    if (result.ok) {
      result = outcome
    }
  }
  for (;;) {
    // All are found before the first goes, as a link may lead to its file by way of another.
    const found: string[] = []
    note(findLinks(lookup, marked, folder, found))
    if (found.length === 0) {
      return result
    }
    for (const path of found) {
      note(how === 'do' ? removeLink(lookup, changes, folder, path) : ok(undefined))
      if (how === 'tell') {
        changes.add('unlink', outer(lookup.tree, path))
      }
      marked.add(path)
    }
    if (how === 'tell') {
      return result
    }
  }
}

function findLinks(lookup: Lookup, marked: ReadonlySet<string>, folder: string, found: string[]): Outcome<void> {
  const { tree, folders } = lookup
  let result: Outcome<void> = ok(undefined)
  for (const [name, kind] of folders.list(folder)) {
    const path = `${folder}/${name}`
    if (kind === 'directory') {
      const below = findLinks(lookup, marked, path, found)
      if (result.ok) {
        result = below
      }
    } else if (kind === 'symlink' && isUnitName(name)) {
      if (isMarkedName(marked, name)) {
        found.push(path)
        continue
      }
      const target = chase(tree, path)
      if (!target.ok && target.error !== 'ELOOP' && result.ok) {
        result = target
      }
      if (target.ok && isMarkedTarget(marked, outer(tree, target.value))) {
        found.push(path)
      }
    }
  }
  return result
}

/** A template stands for all its instances, wherever their links lead. */
function isMarkedName(marked: ReadonlySet<string>, name: string): boolean {
  const template = templateOf(name)
  return marked.has(name) || (template.ok && marked.has(template.value))
}

function isMarkedTarget(marked: ReadonlySet<string>, target: string): boolean {
  return marked.has(target) || marked.has(target.slice(target.lastIndexOf('/') + 1))
}

function removeLink({ tree, folders }: Lookup, changes: Changes, top: string, path: string): Outcome<void> {
  const removed = tree.files.unlink(outer(tree, path))
  const folder = path.slice(0, path.lastIndexOf('/'))
  folders.forget(folder)
  if (!removed.ok && removed.error !== 'ENOENT') {
    return changes.fail(removed.error, outer(tree, path))
  }
  changes.add('unlink', outer(tree, path))
  for (let empty = folder; empty !== top && empty.startsWith(top); empty = empty.slice(0, empty.lastIndexOf('/'))) {
    if (!tree.files.removeDirectory(outer(tree, empty)).ok) {
      break
    }
    folders.forget(empty)
  }
  return ok(undefined)
}
