/** Making the links that [Install] sections ask for (systemd.unit(5), "[Install] Section Options"). */

import { chase, outer } from '#catalog/chase.ts'
import { addUnit, type Discovery, type InstallContext, traverse } from '#catalog/discover.ts'
import type { Lookup } from '#catalog/lookup.ts'
import { isDirectlyIn } from '#catalog/search-path.ts'
import { ok } from '#core/base/result.ts'
import { checkAlias } from '#core/unit/name/alias.ts'
import { isUnitName } from '#core/unit/name/name.ts'
import type { Outcome } from '#kernel/kernel.ts'
import type { Changes } from './change.ts'
import { defaultedName, expandInstallName, type InstallInfo } from './install-info.ts'
import { createLink } from './links.ts'

export interface ApplyOptions {
  /** The folder in which links are made. */
  readonly folder: string
  readonly force: boolean
  /** For presets: a template without a default instance is passed over, and a unit that cannot be read stops no other. */
  readonly isPreset: boolean
}

/** How many links there should be, made now or before; the errno is that of the last thing that failed. */
export interface Applied {
  readonly count: number
  readonly result: Outcome<void>
}

/** Enables every unit of the context, and those their Also= names. */
export function applyAll(discovery: Discovery, changes: Changes, options: ApplyOptions): Applied {
  const { lookup, context } = discovery
  let count = 0
  let result: Outcome<void> = ok(undefined)
  // The map grows while it is walked.
  for (const info of context.values()) {
    const found = traverse(discovery, info)
    if (!found.ok && info.auxiliary) {
      changes.add('auxiliary unit failed', info.name)
    } else if (!found.ok) {
      result = changes.fail(found.error, info.name)
      if (!options.isPreset) {
        return { count, result }
      }
    } else if (info.mode === 'masked') {
      changes.add('masked', outer(lookup.tree, info.path ?? info.name))
      // Once it is unmasked there may be something to enable.
      count++
    } else if (info.mode === 'regular') {
      const applied = applyOne(lookup, changes, info, options)
      count += applied.count
      if (!applied.result.ok) {
        result = applied.result
      }
    }
  }
  return { count, result }
}

function applyOne(lookup: Lookup, changes: Changes, info: InstallInfo, options: ApplyOptions): Applied {
  // Where another file of the name is linked already nothing is done.
  const linked = linkFile(lookup, changes, info, options)
  if (!linked.ok) {
    return { count: 0, result: linked }
  }
  const all = [
    linkAliases(lookup, changes, info, options),
    linkDependencies(lookup, changes, info, info.wantedBy, 'wants', options),
    linkDependencies(lookup, changes, info, info.requiredBy, 'requires', options),
    linkDependencies(lookup, changes, info, info.upheldBy, 'upholds', options),
  ]
  return {
    count: all.reduce((sum, { count }) => sum + count, 0),
    result: all.find(({ result }) => !result.ok)?.result ?? ok(undefined),
  }
}

function linkAliases(lookup: Lookup, changes: Changes, info: InstallInfo, options: ApplyOptions): Applied {
  let count = 0
  let result: Outcome<void> = ok(undefined)
  const target = isLinked(lookup, info) ? `${options.folder}/${info.name}` : (info.path ?? '')
  for (const written of info.aliases) {
    const expanded = expandInstallName(info, written, lookup.reader)
    const name = expanded.ok ? checkAliasOf(changes, info, expanded.value) : changes.fail(expanded.error, written)
    if (!name.ok) {
      if (name.error !== 'ELOOP') {
        result = name
      }
      continue
    }
    const path = `${options.folder}/${name.value}`
    const isBroken = isBrokenLink(lookup, path)
    const made = createLink(lookup, changes, target, path, options.force || isBroken)
    if (made.ok) {
      count++
    } else {
      result = made
    }
  }
  return { count, result }
}

function checkAliasOf(changes: Changes, info: InstallInfo, alias: string): Outcome<string> {
  const name = checkAlias(info.name, alias)
  if (name.ok || name.error === 'ELOOP') {
    return name
  }
  const owner = /^([^/]+)\.(?:wants|requires|upholds)\/[^/]+$/.exec(alias)?.[1]
  const isReference = alias.includes('/') && (owner === undefined || !isUnitName(owner))
  return changes.fail('EXDEV', isReference ? alias : info.name, isReference ? '' : alias)
}

function isBrokenLink(lookup: Lookup, path: string): boolean {
  const target = chase(lookup.tree, path)
  return target.ok && !lookup.tree.files.linkStatus(outer(lookup.tree, target.value)).ok
}

function linkDependencies(
  lookup: Lookup,
  changes: Changes,
  info: InstallInfo,
  owners: readonly string[],
  suffix: string,
  options: ApplyOptions,
): Applied {
  const name = defaultedName(info)
  let count = 0
  let result: Outcome<void> = ok(undefined)
  for (const written of owners) {
    const owner = expandInstallName(info, written, lookup.reader)
    const fault = owner.ok ? ownerFault(name, owner.value) : null
    if (fault !== null && options.isPreset) {
      continue
    }
    if (!owner.ok || fault !== null) {
      const [path, source] =
        owner.ok && fault === 'EIDRM' ? [owner.value, name] : [owner.ok ? owner.value : written, '']
      result = changes.fail(owner.ok ? (fault ?? 'EUCLEAN') : owner.error, path, source)
      continue
    }
    const made = createLink(
      lookup,
      changes,
      info.path ?? '',
      `${options.folder}/${owner.value}.${suffix}/${name}`,
      true,
    )
    if (made.ok) {
      count++
    } else {
      result = made
    }
    if (!existsUnit(lookup, owner.value)) {
      changes.add('destination not present', owner.value, outer(lookup.tree, info.path ?? ''))
    }
  }
  return { count, result }
}

/** A plain unit cannot want a template: EIDRM. EUCLEAN for what is no name of a unit. */
function ownerFault(name: string, owner: string): 'EIDRM' | 'EUCLEAN' | null {
  if (!isUnitName(owner)) {
    return 'EUCLEAN'
  }
  return isUnitName(name, 'template') && isUnitName(owner, 'plain') ? 'EIDRM' : null
}

function existsUnit(lookup: Lookup, name: string): boolean {
  const context: InstallContext = new Map()
  const discovery: Discovery = { lookup, context, load: false, followConfigLinks: false }
  const added = addUnit(context, name)
  const found = added.ok ? traverse(discovery, added.value) : added
  return found.ok || found.error !== 'ENOENT'
}

/** A file out of the search path gets a link into it, to which its aliases then lead. */
function linkFile(lookup: Lookup, changes: Changes, info: InstallInfo, options: ApplyOptions): Outcome<void> {
  if (!isLinked(lookup, info)) {
    return ok(undefined)
  }
  return createLink(lookup, changes, info.path ?? '', `${options.folder}/${info.name}`, options.force)
}

function isLinked({ paths }: Lookup, { path }: InstallInfo): boolean {
  return path !== null && !isDirectlyIn(path, paths.folders)
}
