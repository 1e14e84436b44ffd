/**
 * What unit files there are: one pass over the folders of the search path, kept until one of them changes.
 *
 * A name is a file (a fragment), masked (a link to /dev/null or an empty file), or an alias (a link to a file of another unit
 * name). The first folder that has a name decides. Beside them stand folders that belong to a name: `foo.service.d` with
 * drop-ins, `foo.service.wants` and its siblings with links.
 */

import { isUnitName, readUnitName, templateOf, unitTypeOf } from '#core/unit/name/name.ts'
import type { Files } from '#kernel/kernel.ts'

export type Found =
  | { readonly is: 'file'; readonly path: string }
  | { readonly is: 'masked'; readonly path: string }
  /** A link within the search path to a unit of another name. */
  | { readonly is: 'alias'; readonly path: string; readonly target: string }

export interface UnitIndex {
  readonly names: ReadonlyMap<string, Found>
  /** `foo.service.d`, `foo.service.wants` ... to the paths of these folders, in the order of the search path. */
  readonly folders: ReadonlyMap<string, readonly string[]>
  /** Every alias of a unit, by the name of its file. */
  readonly aliases: ReadonlyMap<string, readonly string[]>
  readonly stamp: string
}

const folderSuffixes = ['.d', '.wants', '.requires', '.upholds'] as const

/** Reads the folders of the search path. */
export function readIndex(files: Files, folders: readonly string[]): UnitIndex {
  const names = new Map<string, Found>()
  const sideFolders = new Map<string, string[]>()
  for (const folder of folders) {
    const list = files.list(folder)
    for (const { name, kind } of list.ok ? list.value : []) {
      const path = `${folder}/${name}`
      if (folderSuffixes.some(suffix => name.endsWith(suffix))) {
        sideFolders.set(name, [...(sideFolders.get(name) ?? []), path])
      } else if (!names.has(name) && isUnitName(name)) {
        const found = kind === 'symlink' ? followLink(files, folders, name, path) : lookAtFile(files, kind, path)
        if (found !== null) {
          names.set(name, found)
        }
      }
    }
  }
  return { names, folders: sideFolders, aliases: collectAliases(names), stamp: stampOf(files, folders) }
}

/** Changes when a file was added to or removed from one of the folders. */
export function stampOf(files: Files, folders: readonly string[]): string {
  return folders
    .map(folder => {
      const status = files.status(folder)
      return status.ok ? `${status.value.inode}:${status.value.modifiedUs}` : '-'
    })
    .join(' ')
}

function lookAtFile(files: Files, kind: string, path: string): Found | null {
  if (kind !== 'file') {
    return null
  }
  const status = files.status(path)
  return status.ok && status.value.sizeBytes === 0 ? { is: 'masked', path } : { is: 'file', path }
}

function followLink(files: Files, folders: readonly string[], name: string, path: string): Found | null {
  const target = files.realPath(path)
  if (!target.ok) {
    // A link into nothing is a unit without a file, but the name is taken.
    const written = files.readLink(path)
    return written.ok && written.value === '/dev/null' ? { is: 'masked', path } : null
  }
  const status = files.status(path)
  if (target.value === '/dev/null' || (status.ok && status.value.kind === 'file' && status.value.sizeBytes === 0)) {
    return { is: 'masked', path }
  }
  if (!status.ok || status.value.kind !== 'file') {
    return null
  }
  return aliasTarget(files, folders, name, path) ?? { is: 'file', path }
}

/** The unit a link makes an alias of: the name it points to, where that stands in a folder of the search path. */
function aliasTarget(files: Files, folders: readonly string[], name: string, path: string): Found | null {
  const written = files.readLink(path)
  if (!written.ok) {
    return null
  }
  const base = written.value.split('/').at(-1) ?? ''
  const parent = written.value.includes('/') ? written.value.slice(0, written.value.lastIndexOf('/')) : ''
  const folder = parent.startsWith('/') ? parent : `${path.slice(0, path.lastIndexOf('/'))}/${parent}`
  const real = files.realPath(folder)
  const isInside = real.ok && folders.some(known => known === real.value || realOf(files, known) === real.value)
  return isInside && base !== name && mayAlias(name, base) ? { is: 'alias', path, target: base } : null
}

function realOf(files: Files, folder: string): string {
  const real = files.realPath(folder)
  return real.ok ? real.value : folder
}

/** An alias has the type of its target, and both or neither are templates or instances (systemd.unit(5), Alias=). */
function mayAlias(alias: string, target: string): boolean {
  const one = readUnitName(alias)
  const other = readUnitName(target)
  if (one === undefined || other === undefined || unitTypeOf(alias) !== unitTypeOf(target)) {
    return false
  }
  return one.kind === other.kind || (one.kind === 'instance' && other.kind === 'template') || one.kind === 'plain'
}

function collectAliases(names: ReadonlyMap<string, Found>): ReadonlyMap<string, readonly string[]> {
  const aliases = new Map<string, string[]>()
  for (const name of names.keys()) {
    const target = resolveName(names, name)
    if (target !== name) {
      aliases.set(target, [...(aliases.get(target) ?? []), name])
    }
  }
  return aliases
}

/** The name at the end of a chain of aliases; links in a circle end where they began. */
export function resolveName(names: ReadonlyMap<string, Found>, name: string): string {
  const seen = new Set<string>()
  let at = name
  for (;;) {
    const found = names.get(at)
    if (found?.is !== 'alias' || seen.has(at)) {
      return at
    }
    seen.add(at)
    at = found.target
  }
}

/** What there is for a name: by the name itself, or by its template. */
export function lookUp(index: UnitIndex, name: string): { readonly id: string; readonly found: Found | null } {
  const direct = resolveName(index.names, name)
  const found = index.names.get(direct)
  if (found !== undefined) {
    return { id: direct, found }
  }
  const template = templateOf(direct)
  if (!template.ok) {
    return { id: direct, found: null }
  }
  const target = resolveName(index.names, template.value)
  return { id: instanceOf(direct, target), found: index.names.get(target) ?? null }
}

/** `a@x.service`, found by way of the template `b@.service`, is `b@x.service`. */
function instanceOf(name: string, template: string): string {
  const instance = name.slice(name.indexOf('@') + 1, name.lastIndexOf('.'))
  return template.replace(/@\./, `@${instance}.`)
}
