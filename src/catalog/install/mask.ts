/** Masking units, linking files into the search path, and going back to what a vendor shipped (systemctl(1)). */

import { chase, outer, type Tree } from '#catalog/chase.ts'
import type { Lookup } from '#catalog/lookup.ts'
import { isDirectlyIn } from '#catalog/search-path.ts'
import { baseName } from '#core/base/path.ts'
import { ok } from '#core/base/result.ts'
import { isUnitName } from '#core/unit/name/name.ts'
import type { Outcome } from '#kernel/kernel.ts'
import { Changes, type InstallResult } from './change.ts'
import { configFolder, type InstallOptions, resultOf } from './install.ts'
import { createLink, removeLinks } from './links.ts'
import { leadsToMask } from './unit-link.ts'

/** Makes links to /dev/null in the names of units; a file in that place is EEXIST, whatever `force`. */
export function maskUnits(lookup: Lookup, names: readonly string[], options: InstallOptions): InstallResult {
  const changes = new Changes()
  const folder = configFolder(lookup, options)
  if (!folder.ok) {
    return resultOf(changes, folder.error, false)
  }
  let result: Outcome<void> = ok(undefined)
  for (const name of names) {
    if (!isUnitName(name)) {
      if (result.ok) {
        result = { ok: false, error: 'EINVAL' }
      }
      continue
    }
    const made = createLink(lookup, changes, '/dev/null', `${folder.value}/${name}`, options.force)
    if (result.ok) {
      result = made
    }
  }
  return resultOf(changes, result.ok ? null : result.error, false)
}

/** Removes masks, and the links to them. A name that is not masked stays as it is. */
export function unmaskUnits(lookup: Lookup, names: readonly string[], options: InstallOptions): InstallResult {
  const changes = new Changes()
  const folder = configFolder(lookup, options)
  if (!folder.ok) {
    return resultOf(changes, folder.error, false)
  }
  const { tree, paths } = lookup
  const masked = new Set<string>()
  for (const name of names) {
    if (!isUnitName(name)) {
      return resultOf(changes, 'EINVAL', false)
    }
    // Below a root no generator has run.
    const generated = paths.generators.map(made => `${made}/${name}`).find(path => leadsToMask(tree, path))
    if (tree.root === '' && generated !== undefined) {
      changes.add('masked by generator', name, generated)
    }
    if (isMasked(tree, `${folder.value}/${name}`)) {
      masked.add(`${folder.value}/${name}`)
    }
  }
  const result = removeAndLinksTo(lookup, changes, [...masked], [folder.value])
  return resultOf(changes, result.ok ? null : result.error, false)
}

/** Whether a link says /dev/null, or a path leads there from the outside; or to an empty file. */
function isMasked(tree: Tree, path: string): boolean {
  const written = tree.files.readLink(outer(tree, path))
  if (written.ok && written.value === '/dev/null') {
    return true
  }
  const status = tree.files.status(outer(tree, path))
  if (!status.ok) {
    return false
  }
  const { kind, sizeBytes } = status.value
  if (kind === 'file') {
    return sizeBytes === 0
  }
  const real = tree.files.realPath(outer(tree, path))
  return kind === 'character-device' && real.ok && real.value === '/dev/null'
}

function removeAndLinksTo(
  lookup: Lookup,
  changes: Changes,
  paths: readonly string[],
  folders: readonly (string | null)[],
): Outcome<void> {
  let result: Outcome<void> = ok(undefined)
  const removed: string[] = []
  for (const path of paths) {
    const shown = outer(lookup.tree, path)
    const gone = lookup.tree.files.unlink(shown)
    if (!gone.ok && gone.error !== 'ENOENT') {
      if (result.ok) {
        result = gone
      }
      changes.fail(gone.error, shown)
      continue
    }
    lookup.folders.forget(path.slice(0, path.lastIndexOf('/')))
    if (gone.ok) {
      changes.add('unlink', shown)
    }
    removed.push(path)
  }
  for (const folder of folders) {
    const links = removeLinks(lookup, changes, removed, folder)
    if (result.ok) {
      result = links
    }
  }
  return result
}

/**
 * Links files from elsewhere into the search path. ENOENT for a file that is not there, ELOOP for a link, EUCLEAN for what has no
 * unit's name.
 */
export function linkUnits(lookup: Lookup, paths: readonly string[], options: InstallOptions): InstallResult {
  const changes = new Changes()
  const folder = configFolder(lookup, options)
  if (!folder.ok) {
    return resultOf(changes, folder.error, false)
  }
  const wanted: string[] = []
  for (const path of paths) {
    const checked = checkLinkable(lookup, changes, path)
    if (!checked.ok) {
      return resultOf(changes, checked.error, false)
    }
    if (!isDirectlyIn(path, lookup.paths.folders)) {
      wanted.push(path)
    }
  }
  let result: Outcome<void> = ok(undefined)
  for (const path of wanted) {
    const made = createLink(lookup, changes, path, `${folder.value}/${baseName(path)}`, options.force)
    if (result.ok) {
      result = made
    }
  }
  return resultOf(changes, result.ok ? null : result.error, false)
}

function checkLinkable({ tree }: Lookup, changes: Changes, path: string): Outcome<void> {
  if (!path.startsWith('/')) {
    return changes.fail('EINVAL', path)
  }
  if (!isUnitName(baseName(path))) {
    return changes.fail('EUCLEAN', path)
  }
  const parent = chase(tree, path, 'keep')
  const status = parent.ok ? tree.files.linkStatus(outer(tree, parent.value)) : parent
  if (!status.ok) {
    return changes.fail(status.error, path)
  }
  const { kind } = status.value
  if (kind === 'symlink') {
    return changes.fail('ELOOP', path)
  }
  if (kind === 'directory') {
    return changes.fail('EISDIR', path)
  }
  return kind === 'file' ? ok(undefined) : changes.fail('EBADFD', path)
}

/**
 * Takes back what was changed in units: drop-ins of the administrator, files that replace a vendor's, and masks. What has no
 * file of a vendor stays.
 */
export async function revertUnits(lookup: Lookup, names: readonly string[]): Promise<InstallResult> {
  const changes = new Changes()
  const folder = configFolder(lookup, { runtime: false })
  if (!folder.ok) {
    return resultOf(changes, folder.error, false)
  }
  const found: string[] = []
  for (const name of names) {
    if (!isUnitName(name)) {
      return resultOf(changes, 'EINVAL', false)
    }
    found.push(...revertible(lookup, name))
  }
  let result: Outcome<void> = ok(undefined)
  const removed: string[] = []
  for (const path of new Set(found)) {
    const shown = outer(lookup.tree, path)
    const inside = [...lookup.folders.list(path)].filter(([name, kind]) => kind !== 'directory' && !isBackup(name))
    const gone = await lookup.tree.files.removeTree(shown)
    lookup.folders.forget(path)
    if (!gone.ok && gone.error === 'ENOENT') {
      continue
    }
    if (!gone.ok) {
      if (result.ok) {
        result = gone
      }
      continue
    }
    for (const [name] of inside) {
      changes.add('unlink', `${shown}/${name}`)
    }
    changes.add('unlink', shown)
    removed.push(path)
  }
  for (const folder of [lookup.paths.runtimeConfig, lookup.paths.config]) {
    const links = removeLinks(lookup, changes, removed, folder)
    if (result.ok) {
      result = links
    }
  }
  return resultOf(changes, result.ok ? null : result.error, false)
}

function revertible({ tree, paths, folders }: Lookup, name: string): readonly string[] {
  const configs = [paths.config, paths.runtimeConfig]
  const own = [...configs, paths.control, paths.runtimeControl, paths.transient]
  const kindOf = (folder: string, entry: string) => folders.list(folder).get(entry)
  const dropIns = paths.folders.filter(folder => own.includes(folder) && kindOf(folder, `${name}.d`) === 'directory')
  const files = paths.folders.filter(folder => ['file', 'symlink'].includes(kindOf(folder, name) ?? ''))
  const isVendor = (folder: string): boolean =>
    kindOf(folder, name) === 'file' &&
    (folder.startsWith('/usr/') || (tree.root === '' && paths.generators.includes(folder)))
  const replaced = files.some(isVendor) ? files.filter(folder => configs.includes(folder)) : []
  return [...dropIns.map(folder => `${folder}/${name}.d`), ...replaced.map(folder => `${folder}/${name}`)]
}

/** What editors and package managers leave behind is removed, but not told. */
function isBackup(name: string): boolean {
  return /^\.|~$|\.(?:rpm(?:new|save|orig)|dpkg-[a-z]+|ucf-[a-z]+|swp|bak|old|new)$/.test(name)
}
