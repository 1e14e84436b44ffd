/**
 * Enabling units and taking that back (systemctl(1), "Unit File Commands"), as the manager's methods and the command line without
 * a manager do it. Nothing here talks or reloads: each operation tells its changes.
 *
 * Names are complete unit names; where a path is allowed it is absolute, and seen from inside the root.
 */

import { outer } from '#catalog/chase.ts'
import { addUnit, type Discovery, type InstallContext, traverse } from '#catalog/discover.ts'
import type { Lookup } from '#catalog/lookup.ts'
import { isDirectlyIn } from '#catalog/search-path.ts'
import type { ErrnoName } from '#core/base/linux/errno.ts'
import { baseName } from '#core/base/path.ts'
import { fail, ok } from '#core/base/result.ts'
import { isUnitName, unitTypeOf } from '#core/unit/name/name.ts'
import type { Outcome } from '#kernel/kernel.ts'
import { applyAll } from './apply.ts'
import { Changes, type InstallResult } from './change.ts'
import { hasInstallRules, type InstallInfo } from './install-info.ts'
import { createLink, removeLinks } from './links.ts'

export interface InstallOptions {
  /** Make links in /run instead of /etc: gone with the next boot. */
  readonly runtime: boolean
  /** Replace links that lead elsewhere. */
  readonly force: boolean
  /** Make links in the folders of portable services. */
  readonly portable?: boolean
}

/** Enables units. Nothing is done unless every one of them is there and may be enabled. */
export function enableUnits(lookup: Lookup, namesOrPaths: readonly string[], options: InstallOptions): InstallResult {
  const changes = new Changes()
  const folder = configFolder(lookup, options)
  if (!folder.ok) {
    return resultOf(changes, folder.error, false)
  }
  const discovery = newDiscovery(lookup, { load: true, followConfigLinks: true })
  for (const nameOrPath of namesOrPaths) {
    const found = discoverEnabled(discovery, changes, nameOrPath)
    if (!found.ok) {
      return resultOf(changes, found.error, false)
    }
  }
  // An alias of one's own making is found, so that one of nothing is told as such, but it is not enabled.
  const { count, result } = applyAll({ ...discovery, followConfigLinks: false }, changes, {
    folder: folder.value,
    force: options.force,
    isPreset: false,
  })
  return resultOf(changes, result.ok ? null : result.error, count > 0)
}

/** The links `disable` would remove (GetUnitFileLinks()). */
export function unitFileLinks(lookup: Lookup, name: string, options: InstallOptions): Outcome<readonly string[]> {
  const { changes, errno } = disableUnits(lookup, [name], options, 'tell')
  if (errno !== null) {
    return fail(errno)
  }
  return ok(changes.flatMap(({ type, path }) => (type === 'unlink' ? [path] : [])))
}

/** Removes the links of units, also those that were made by hand; with `tell` it only says which. */
export function disableUnits(
  lookup: Lookup,
  names: readonly string[],
  options: InstallOptions,
  how: 'do' | 'tell' = 'do',
): InstallResult {
  const changes = new Changes()
  const folder = configFolder(lookup, options)
  if (!folder.ok) {
    return resultOf(changes, folder.error, false)
  }
  const discovery = newDiscovery(lookup, { load: true, followConfigLinks: true })
  let carriesInstallInfo = false
  for (const name of names) {
    const found = discover(discovery, changes, name)
    if (!found.ok && found.error !== 'ENOENT') {
      return resultOf(changes, found.error, false)
    }
    const info = discovery.context.get(name)
    carriesInstallInfo ||= info !== undefined && (hasInstallRules(info) || info.also.length > 0)
  }
  const removed = removeLinks(lookup, changes, markForRemoval(discovery, changes), folder.value, how)
  const errno = removed.ok ? null : removed.error
  return resultOf(changes, errno, carriesInstallInfo || changes.hasModification)
}

/** Removes every link and makes those of the [Install] section again. */
export function reenableUnits(lookup: Lookup, namesOrPaths: readonly string[], options: InstallOptions): InstallResult {
  const files = namesOrPaths.map(name => linkedFile(lookup, name))
  const removed = disableUnits(lookup, namesOrPaths.map(baseName), options)
  if (removed.errno !== null) {
    return removed
  }
  const enabled = enableUnits(lookup, files, options)
  return { ...enabled, changes: [...removed.changes, ...enabled.changes] }
}

/** The file behind a link into the search path: it must be named by its path once the link is removed. */
function linkedFile(lookup: Lookup, nameOrPath: string): string {
  if (nameOrPath.startsWith('/')) {
    return nameOrPath
  }
  const found = discover(newDiscovery(lookup, { load: true, followConfigLinks: true }), new Changes(), nameOrPath)
  if (!found.ok) {
    return nameOrPath
  }
  const { name, path } = found.value
  const isLinked = path !== null && !isDirectlyIn(path, lookup.paths.folders)
  return isLinked && baseName(path) === name ? path : name
}

/** Makes units be wanted or required by a target (systemctl(1), add-wants and add-requires). */
export function addDependency(
  lookup: Lookup,
  namesOrPaths: readonly string[],
  target: string,
  dependency: 'wants' | 'requires',
  options: InstallOptions,
): InstallResult {
  const changes = new Changes()
  const folder = configFolder(lookup, options)
  if (!folder.ok) {
    return resultOf(changes, folder.error, false)
  }
  if (!isUnitName(target)) {
    return resultOf(changes, 'EINVAL', false)
  }
  const discovery = newDiscovery(lookup, { load: false, followConfigLinks: true })
  const owner = discoverEnabled(newDiscovery(lookup, { load: false, followConfigLinks: true }), changes, target)
  if (!owner.ok) {
    return resultOf(changes, owner.error, false)
  }
  for (const nameOrPath of namesOrPaths) {
    const found = discoverEnabled(discovery, changes, nameOrPath)
    if (!found.ok) {
      return resultOf(changes, found.error, false)
    }
    const list = dependency === 'wants' ? 'wantedBy' : 'requiredBy'
    found.value[list] = [owner.value.name]
  }
  const { result } = applyAll(discovery, changes, {
    folder: folder.value,
    force: options.force,
    isPreset: false,
  })
  return resultOf(changes, result.ok ? null : result.error, true)
}

const defaultTarget = 'default.target'

/** Makes default.target a link to another target; EINVAL for what is none. */
export function setDefaultTarget(lookup: Lookup, name: string, options: InstallOptions): InstallResult {
  const changes = new Changes()
  const folder = configFolder(lookup, options)
  if (unitTypeOf(name) !== 'target' || name === defaultTarget || !folder.ok) {
    return resultOf(changes, 'EINVAL', false)
  }
  const found = discoverEnabled(newDiscovery(lookup, { load: false, followConfigLinks: false }), changes, name)
  if (!found.ok) {
    return resultOf(changes, found.error, false)
  }
  const made = createLink(lookup, changes, found.value.path ?? '', `${folder.value}/${defaultTarget}`, options.force)
  return resultOf(changes, made.ok ? null : made.error, true)
}

/** The target default.target leads to. */
export function getDefaultTarget(lookup: Lookup): Outcome<string> {
  const folder = configFolder(lookup, { runtime: false })
  if (!folder.ok) {
    return folder
  }
  const discovery = newDiscovery(lookup, { load: false, followConfigLinks: true })
  const found = discover(discovery, new Changes(), defaultTarget)
  return found.ok ? ok(found.value.name) : found
}

export function resultOf(changes: Changes, errno: ErrnoName | null, carriesInstallInfo: boolean): InstallResult {
  return { changes: changes.list, errno, carriesInstallInfo }
}

/** Where links are made. ENXIO for a user without a runtime folder, EINVAL for a user's units below a root. */
export function configFolder(
  { paths, scope, tree }: Lookup,
  { runtime, portable = false }: Pick<InstallOptions, 'runtime' | 'portable'>,
): Outcome<string> {
  if (scope.mode === 'user' && tree.root !== '') {
    return fail('EINVAL')
  }
  const lasting = portable ? paths.attached : paths.config
  const fleeting = portable ? paths.runtimeAttached : paths.runtimeConfig
  const folder = runtime ? fleeting : lasting
  return folder === null ? fail('ENXIO') : ok(folder)
}

export function newDiscovery(lookup: Lookup, how: Pick<Discovery, 'load' | 'followConfigLinks'>): Discovery {
  const context: InstallContext = new Map()
  return { lookup, context, ...how }
}

/** Finds a unit; what goes wrong is noted with the name as it was given. */
export function discover(discovery: Discovery, changes: Changes, nameOrPath: string): Outcome<InstallInfo> {
  const added = addUnit(discovery.context, nameOrPath)
  const found = added.ok ? traverse(discovery, added.value) : added
  return found.ok ? found : changes.fail(found.error, nameOrPath)
}

/** Finds a unit that may be enabled: ERFKILL for a masked one, EADDRNOTAVAIL for one of a generator or a transient one. */
export function discoverEnabled(discovery: Discovery, changes: Changes, nameOrPath: string): Outcome<InstallInfo> {
  const found = discover(discovery, changes, nameOrPath)
  if (!found.ok || found.value.path === null) {
    return found
  }
  const { tree, paths } = discovery.lookup
  const { path, mode } = found.value
  if (mode === 'masked') {
    return changes.fail('ERFKILL', outer(tree, path))
  }
  const isMade = isDirectlyIn(path, [...paths.generators, paths.transient])
  return isMade ? changes.fail('EADDRNOTAVAIL', outer(tree, path)) : found
}

/** The names whose links go: those of the units and of all their Also= name. */
export function markForRemoval(discovery: Discovery, changes: Changes): readonly string[] {
  const names: string[] = []
  for (const info of discovery.context.values()) {
    const found = traverse(discovery, info)
    const shown = info.path === null ? info.name : outer(discovery.lookup.tree, info.path)
    if (found.ok && info.mode === 'masked') {
      changes.add('masked', shown)
    }
    if (found.ok && info.mode !== 'regular') {
      continue
    }
    if (!found.ok && found.error === 'ENOLINK') {
      changes.add('dangling', shown)
    } else if (!found.ok && !(found.error === 'ENOENT' && info.auxiliary)) {
      changes.fail(found.error, shown)
    }
    names.push(info.name)
  }
  return names
}
