/**
 * Every link in the search path that may enable a unit, gathered once, so that the state of thousands of units is found without
 * a look at each folder for each of them.
 */

import { outer } from '#catalog/chase.ts'
import type { Lookup } from '#catalog/lookup.ts'
import { templateOf } from '#core/unit/name/name.ts'

/** The links of one folder of the search path. */
export interface FolderLinks {
  readonly folder: string
  /** Names of links in `.wants`, `.requires` and `.upholds`, by themselves and by the template they are made from. */
  readonly wanted: ReadonlyMap<string, readonly string[]>
  /** Names of links in the folder itself, by themselves and by the name of the file they lead to. */
  readonly named: ReadonlyMap<string, readonly NamedLink[]>
}

export interface NamedLink {
  readonly name: string
  /** The name of the file it says it leads to. */
  readonly target: string
}

export function readEnablingLinks(lookup: Lookup): readonly FolderLinks[] {
  return lookup.paths.folders.map(folder => ({
    folder,
    wanted: readWanted(lookup, folder),
    named: readNamed(lookup, folder),
  }))
}

function readWanted({ folders }: Lookup, folder: string): ReadonlyMap<string, readonly string[]> {
  const wanted = new Map<string, string[]>()
  for (const [side, kind] of folders.list(folder)) {
    if (kind !== 'directory' || !/\.(?:wants|requires|upholds)$/.test(side)) {
      continue
    }
    for (const [name, linkKind] of folders.list(`${folder}/${side}`)) {
      if (linkKind !== 'symlink') {
        continue
      }
      put(wanted, name, name)
      const template = templateOf(name)
      if (template.ok && template.value !== name) {
        put(wanted, template.value, name)
      }
    }
  }
  return wanted
}

function readNamed({ tree, folders }: Lookup, folder: string): ReadonlyMap<string, readonly NamedLink[]> {
  const named = new Map<string, NamedLink[]>()
  for (const [name, kind] of folders.list(folder)) {
    const written = kind === 'symlink' ? tree.files.readLink(outer(tree, `${folder}/${name}`)) : null
    if (written === null || !written.ok) {
      continue
    }
    const target = written.value.slice(written.value.lastIndexOf('/') + 1)
    const link = { name, target }
    put(named, name, link)
    if (target !== name) {
      put(named, target, link)
    }
  }
  return named
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list === undefined) {
    map.set(key, [value])
  } else {
    list.push(value)
  }
}
