/** The files that make one unit: its fragment, its drop-ins in order, and the links that hang others on it. */
import type { ErrnoName } from '#core/base/linux/errno.ts'
import { templateOf, unitTypeOf } from '#core/unit/name/name.ts'
import type { Files } from '#kernel/kernel.ts'
import { lookUp, type UnitIndex } from './unit-index.ts'

export interface SourceFile {
  readonly path: string
  readonly text: string
}

export interface UnitSources {
  readonly id: string
  readonly names: readonly string[]
  readonly fragment:
    | { readonly is: 'file'; readonly file: SourceFile }
    | { readonly is: 'masked'; readonly path: string }
    | { readonly is: 'missing' }
    | { readonly is: 'unreadable'; readonly path: string; readonly errno: ErrnoName }
  readonly dropIns: readonly SourceFile[]
  /** Drop-ins that could not be read, for the log. */
  readonly unreadable: readonly { readonly path: string; readonly errno: ErrnoName }[]
  readonly wants: readonly string[]
  readonly requires: readonly string[]
  readonly upholds: readonly string[]
}

/** A unit file is small; what is larger is none, and must not fill our memory. */
const sizeMaxBytes = 4 * 1024 * 1024

/** Gathers everything the disk says of a unit. */
export function readSources(files: Files, index: UnitIndex, name: string): UnitSources {
  const { id, found } = lookUp(index, name)
  const names = [...new Set([id, name, ...aliasesOf(index, id)])]
  const dropIns = dropInPaths(files, index, names).map(path => ({ path, text: files.readText(path, sizeMaxBytes) }))
  return {
    id,
    names,
    fragment: readFragment(files, found),
    dropIns: dropIns.flatMap(({ path, text }) => (text.ok ? [{ path, text: text.value }] : [])),
    unreadable: dropIns.flatMap(({ path, text }) => (text.ok ? [] : [{ path, errno: text.error }])),
    wants: linkedNames(files, index, names, '.wants'),
    requires: linkedNames(files, index, names, '.requires'),
    upholds: linkedNames(files, index, names, '.upholds'),
  }
}

function aliasesOf(index: UnitIndex, id: string): readonly string[] {
  return index.aliases.get(id) ?? []
}

function readFragment(files: Files, found: ReturnType<typeof lookUp>['found']): UnitSources['fragment'] {
  if (found === null || found.is === 'alias') {
    return { is: 'missing' }
  }
  if (found.is === 'masked') {
    return { is: 'masked', path: found.path }
  }
  const text = files.readText(found.path, sizeMaxBytes)
  return text.ok
    ? { is: 'file', file: { path: found.path, text: text.value } }
    : { is: 'unreadable', path: found.path, errno: text.error }
}

/**
 * Drop-ins sorted by file name over all folders; of two with the same name the one in the earlier folder counts
 * (systemd.unit(5), "Drop-in").
 */
export function dropInPaths(files: Files, index: UnitIndex, names: readonly string[]): readonly string[] {
  const byName = new Map<string, string>()
  for (const folder of names.flatMap(name => folderNames(name, '.d')).flatMap(name => index.folders.get(name) ?? [])) {
    const list = files.list(folder)
    for (const entry of list.ok ? list.value : []) {
      if (entry.name.endsWith('.conf') && !byName.has(entry.name)) {
        byName.set(entry.name, `${folder}/${entry.name}`)
      }
    }
  }
  return [...byName.entries()]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, path]) => path)
    .filter(path => !isMask(files, path))
}

function isMask(files: Files, path: string): boolean {
  const target = files.readLink(path)
  return target.ok && target.value === '/dev/null'
}

/** `a-b-c@x.service`: itself, its template, `a-b-.service`, `a-.service`, and the whole type. */
function folderNames(name: string, suffix: string): readonly string[] {
  const type = unitTypeOf(name)
  const template = templateOf(name)
  const stem = name.slice(0, name.lastIndexOf('.'))
  const prefix = stem.includes('@') ? stem.slice(0, stem.indexOf('@')) : stem
  const prefixes: string[] = []
  for (let at = prefix.lastIndexOf('-', prefix.length - 2); at > 0; at = prefix.lastIndexOf('-', at - 1)) {
    prefixes.push(`${prefix.slice(0, at + 1)}.${type}`)
  }
  return [name, ...(template.ok ? [template.value] : []), ...prefixes, ...(type === undefined ? [] : [type])].map(
    base => `${base}${suffix}`,
  )
}

/** The names of the links in `foo.service.wants/` and its siblings, of the unit and its template. */
function linkedNames(files: Files, index: UnitIndex, names: readonly string[], suffix: string): readonly string[] {
  const templates = names.flatMap(name => {
    const template = templateOf(name)
    return template.ok ? [template.value] : []
  })
  const folders = [...names, ...templates].flatMap(name => index.folders.get(`${name}${suffix}`) ?? [])
  const linked = new Map<string, boolean>()
  for (const folder of folders) {
    const list = files.list(folder)
    for (const entry of list.ok ? list.value : []) {
      if (!linked.has(entry.name)) {
        linked.set(entry.name, unitTypeOf(entry.name) !== undefined && !isMask(files, `${folder}/${entry.name}`))
      }
    }
  }
  return [...linked].flatMap(([name, isGood]) => (isGood ? [name] : [])).sort()
}
