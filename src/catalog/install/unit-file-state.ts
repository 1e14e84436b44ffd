/**
 * Whether a unit is enabled, in systemd's words (systemctl(1), is-enabled).
 *
 * A unit is enabled where a link says so: one of its name in a `.wants` folder and its siblings, or one of a name its [Install]
 * section gives it. Links of other names make it `indirect`, a link of its own name `linked`.
 */

import type { Lookup } from '#catalog/lookup.ts'
import { isDirectlyIn, isRuntimePath } from '#catalog/search-path.ts'
import { baseName } from '#core/base/path.ts'
import { fail, ok } from '#core/base/result.ts'
import { isUnitName } from '#core/unit/name/name.ts'
import type { Outcome } from '#kernel/kernel.ts'
import { Changes } from './change.ts'
import { type FolderLinks, readEnablingLinks } from './enabling-links.ts'
import { discover, newDiscovery } from './install.ts'
import { defaultedName, hasInstallRules, type InstallInfo } from './install-info.ts'

/** The words of `is-enabled` and of the property UnitFileState. A file that cannot be read is an error, `bad` only in lists. */
export const unitFileStates = [
  'enabled',
  'enabled-runtime',
  'linked',
  'linked-runtime',
  'alias',
  'masked',
  'masked-runtime',
  'static',
  'disabled',
  'indirect',
  'generated',
  'transient',
  'bad',
] as const
export type UnitFileState = (typeof unitFileStates)[number]

/**
 * The state of a unit by its name. ENOENT when there is no file, ENOLINK for an alias of nothing, EINVAL for what is no name, and
 * what reading the file gave. `links` may be given for many questions about the same folders.
 */
export function unitFileState(
  lookup: Lookup,
  name: string,
  links: readonly FolderLinks[] = readEnablingLinks(lookup),
): Outcome<UnitFileState> {
  if (!isUnitName(name) || (lookup.scope.mode === 'user' && lookup.tree.root !== '')) {
    return fail('EINVAL')
  }
  const found = discover(newDiscovery(lookup, { load: true, followConfigLinks: true }), new Changes(), name)
  return found.ok ? ok(stateOf(lookup, name, found.value, links)) : found
}

function stateOf(lookup: Lookup, name: string, info: InstallInfo, links: readonly FolderLinks[]): UnitFileState {
  const { paths } = lookup
  const path = info.path ?? ''
  if (info.mode === 'masked') {
    return isRuntimePath(paths, path) ? 'masked-runtime' : 'masked'
  }
  // Another name than that of the file, unless it is an instance of the file's template.
  if (name !== baseName(path) && !isUnitName(info.name, 'instance')) {
    return 'alias'
  }
  if (isDirectlyIn(path, paths.generators)) {
    return 'generated'
  }
  if (isDirectlyIn(path, [paths.transient])) {
    return 'transient'
  }
  const known = knownNames(info)
  const enabled = stateByLinks(lookup, info, links, link => known.includes(link))
  if (enabled !== null) {
    return enabled
  }
  if (stateByLinks(lookup, info, links, () => true) !== null) {
    return 'indirect'
  }
  if (hasInstallRules(info)) {
    return 'disabled'
  }
  return info.also.length > 0 ? 'indirect' : 'static'
}

/** The names `enable` would give the unit. */
function knownNames(info: InstallInfo): readonly string[] {
  return [info.name, ...info.aliases, defaultedName(info)]
}

/** What the links of all folders together mean; null when there is none that counts. */
function stateByLinks(
  lookup: Lookup,
  info: InstallInfo,
  links: readonly FolderLinks[],
  counts: (link: string) => boolean,
): UnitFileState | null {
  const { paths } = lookup
  let best: 'enabled-runtime' | 'static' | 'linked' | 'linked-runtime' | null = null
  // A link of the same name below the file itself is hidden by it.
  let isBelowFile = false
  for (const inFolder of links) {
    const { folder } = inFolder
    const isRuntime = isRuntimePath(paths, `${folder}/x`)
    const found = linkTo(inFolder, info, isBelowFile, counts)
    if (found === 'enabling') {
      if (folder === paths.config || folder === paths.allUsers) {
        return 'enabled'
      }
      if (isRuntime) {
        best = 'enabled-runtime'
      } else if (best !== 'enabled-runtime' && isUnitName(info.name, 'instance')) {
        best = 'static'
      }
    } else if (found === 'same-name') {
      if (folder === paths.config) {
        best = best === null || best === 'linked-runtime' ? 'linked' : best
      } else if (isRuntime) {
        best ??= 'linked-runtime'
      }
    }
    isBelowFile ||= (info.path ?? '').startsWith(`${folder}/`)
  }
  return best
}

function linkTo(
  { wanted, named }: FolderLinks,
  info: InstallInfo,
  isBelowFile: boolean,
  counts: (link: string) => boolean,
): 'enabling' | 'same-name' | null {
  if (wanted.get(info.name)?.some(counts)) {
    return 'enabling'
  }
  let found: 'same-name' | null = null
  for (const { name, target } of named.get(info.name) ?? []) {
    const leadsHere = target === info.name
    if (name === info.name && isBelowFile && !leadsHere) {
      continue
    }
    if (name === info.name && leadsHere && !isBelowFile) {
      found = 'same-name'
    } else if (counts(name)) {
      return 'enabling'
    }
  }
  return found
}
