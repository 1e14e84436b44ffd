/**
 * Finding a unit file by its name (systemd.unit(5), "Unit File Load Path"), as `enable` and its siblings look at it: they care
 * for the file itself, whatever the manager has loaded.
 *
 * A name is looked for in every folder, then that of its template. What is found may be a link: one out of the search path is
 * followed under the same name, one to another unit of the search path leads to an entry of that unit's own name.
 */

import { type InstallInfo, newInstallInfo, readInstallSection } from '#catalog/install/install-info.ts'
import { leadsToMask, readUnitLink } from '#catalog/install/unit-link.ts'
import { firstByName } from '#core/base/first-by-name.ts'
import { baseName } from '#core/base/path.ts'
import { fail, ok } from '#core/base/result.ts'
import { mayTemplate } from '#core/unit/name/alias.ts'
import { isUnitName, readUnitName, replaceInstance, templateOf } from '#core/unit/name/name.ts'
import type { Outcome } from '#kernel/kernel.ts'
import { chase, outer } from './chase.ts'
import type { Lookup } from './lookup.ts'
import { isDirectlyIn } from './search-path.ts'

/** The units one operation deals with, by name, in the order in which they were named. */
export type InstallContext = Map<string, InstallInfo>

export interface Discovery {
  readonly lookup: Lookup
  readonly context: InstallContext
  /** Read [Install] sections; without it only where the file is and of what kind. */
  readonly load: boolean
  /** Follow also links in the folders where `enable` itself makes them; else those are ELOOP. */
  readonly followConfigLinks: boolean
}

// A unit file is small; what is larger is none.
const sizeMaxBytes = 4 * 1024 * 1024

// systemd gives up after as many aliases of aliases.
const aliasesMax = 64

/** Adds a unit by its name or by the path of its file; one that is there stays. EINVAL for what is no unit's name. */
export function addUnit(context: InstallContext, nameOrPath: string, auxiliary = false): Outcome<InstallInfo> {
  const isPath = nameOrPath.startsWith('/')
  const name = isPath ? baseName(nameOrPath) : nameOrPath
  if (!isUnitName(name)) {
    return fail('EINVAL')
  }
  const known = context.get(name)
  if (known !== undefined) {
    known.auxiliary &&= auxiliary
    return ok(known)
  }
  const info = newInstallInfo(name, auxiliary, isPath ? nameOrPath : null)
  context.set(name, info)
  return ok(info)
}

/**
 * Finds the file behind an entry and follows links to where they end; the answer is the entry at that end. ENOENT when there is
 * no file, ENOLINK when an alias leads to none, ELOOP for links in a circle and for aliases that must not be followed.
 */
export function traverse(discovery: Discovery, start: InstallInfo): Outcome<InstallInfo> {
  const { lookup, context } = discovery
  let info = start
  const found = search(discovery, info)
  if (!found.ok) {
    return found
  }
  for (let count = 0; info.mode === 'alias' || info.mode === 'linked'; ) {
    if (++count > aliasesMax) {
      return fail('ELOOP')
    }
    if (!discovery.followConfigLinks && isConfigPath(lookup, info.path)) {
      return fail('ELOOP')
    }
    const next = nextName(info)
    if (next === info.name) {
      const followed = follow(discovery, info)
      if (!followed.ok) {
        return followed
      }
      continue
    }
    const added = addUnit(context, next)
    if (!added.ok) {
      return added
    }
    info = added.value
    const reached = search(discovery, info)
    if (!reached.ok) {
      return reached.error === 'ENOENT' ? fail('ENOLINK') : reached
    }
  }
  return ok(info)
}

function isConfigPath({ paths }: Lookup, path: string | null): boolean {
  return path !== null && isDirectlyIn(path, [paths.config, paths.runtimeConfig])
}

/** The name under which a link goes on: its own where it leads out of the search path, or to its own template. */
function nextName(info: InstallInfo): string {
  const target = baseName(info.target ?? '')
  if (info.mode === 'linked' || target === info.name) {
    return info.name
  }
  const instance = readUnitName(info.name)?.instance
  if (!isUnitName(info.name, 'instance') || !isUnitName(target, 'template')) {
    return target
  }
  const full = replaceInstance(target, instance ?? '')
  return full.ok ? full.value : target
}

function follow(discovery: Discovery, info: InstallInfo): Outcome<void> {
  info.path = info.target
  info.mode = null
  return info.path === null ? fail('EINVAL') : look(discovery, info, info.path)
}

/** Looks for the file of an entry, unless that was done before. */
function search(discovery: Discovery, info: InstallInfo): Outcome<void> {
  if (info.mode !== null) {
    return ok(undefined)
  }
  if (info.path !== null) {
    return look(discovery, info, info.path)
  }
  const found = searchFile(discovery, info)
  if (!found.ok || info.mode === 'masked' || !discovery.load) {
    return found
  }
  for (const path of dropInsOf(discovery.lookup, info.name)) {
    if (leadsToMask(discovery.lookup.tree, path)) {
      continue
    }
    const real = chase(discovery.lookup.tree, path)
    const read = real.ok ? readFile(discovery, info, path, real.value) : real
    if (!read.ok && read.error !== 'ENOENT') {
      return read
    }
  }
  return ok(undefined)
}

function searchFile(discovery: Discovery, info: InstallInfo): Outcome<void> {
  const { lookup } = discovery
  const template = templateOf(info.name)
  const parts = readUnitName(info.name)
  if (parts !== undefined && template.ok && !mayTemplate(parts.type)) {
    const shown = outer(lookup.tree, `${lookup.paths.folders[0] ?? ''}/${info.name}`)
    lookup.reader.say('err', `${shown}: unit type ${parts.type} cannot be templated, ignoring.`)
    return fail('EINVAL')
  }
  for (const name of template.ok && template.value !== info.name ? [info.name, template.value] : [info.name]) {
    for (const folder of lookup.paths.folders) {
      if (!lookup.folders.list(folder).has(name)) {
        continue
      }
      const path = `${folder}/${name}`
      const seen = look(discovery, info, path)
      if (seen.ok) {
        info.path = path
        return seen
      }
      if (!['ENOENT', 'ENOTDIR', 'EACCES'].includes(seen.error)) {
        return seen
      }
    }
  }
  return fail('ENOENT')
}

/** Looks at one path: a link is only taken down, a file is read. */
function look(discovery: Discovery, info: InstallInfo, path: string): Outcome<void> {
  const { tree } = discovery.lookup
  const status = tree.files.linkStatus(outer(tree, path))
  if (!status.ok) {
    return status
  }
  const { kind, sizeBytes } = status.value
  if (kind === 'symlink') {
    return lookAtLink(discovery.lookup, info, path)
  }
  if (kind === 'directory') {
    return fail('EISDIR')
  }
  if (kind === 'character-device' && path === '/dev/null') {
    info.mode = 'masked'
  } else if (kind !== 'file') {
    return fail('EBADFD')
  } else if (sizeBytes === 0) {
    info.mode = 'masked'
  } else {
    const read = discovery.load ? readFile(discovery, info, path, path) : ok(undefined)
    if (!read.ok) {
      return read
    }
    info.mode = 'regular'
  }
  return ok(undefined)
}

function lookAtLink(lookup: Lookup, info: InstallInfo, path: string): Outcome<void> {
  const link = readUnitLink(lookup, path)
  if (!link.ok) {
    return link
  }
  const { target, isOutside } = link.value
  info.target = target
  info.mode = leadsToMask(lookup.tree, target) ? 'masked' : isOutside ? 'linked' : 'alias'
  return ok(undefined)
}

/** Drop-ins may hold an [Install] section, too: those of the unit's own name and of its template, in order. */
function dropInsOf(lookup: Lookup, name: string): readonly string[] {
  const template = templateOf(name)
  const names = template.ok && template.value !== name ? [name, template.value] : [name]
  const list = (folder: string): ReadonlyMap<string, unknown> => lookup.folders.list(folder)
  const folders = names.flatMap(owner =>
    lookup.paths.folders.filter(folder => list(folder).has(`${owner}.d`)).map(folder => `${folder}/${owner}.d`),
  )
  return firstByName(folders, folder => list(folder).keys(), '.conf')
}

/** Reads one file into the entry; the units it names in Also= join the others. */
function readFile({ lookup, context }: Discovery, info: InstallInfo, path: string, real: string): Outcome<void> {
  const text = lookup.tree.files.readText(outer(lookup.tree, real), sizeMaxBytes)
  if (!text.ok) {
    return text
  }
  const read = readInstallSection(info, outer(lookup.tree, path), text.value, lookup.reader)
  for (const name of info.also) {
    addUnit(context, name, true)
  }
  return read
}
