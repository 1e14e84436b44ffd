/**
 * Paths as text, never looked up (path_resolution(7) is for the kernel room). Empty and `.` components mean nothing and are
 * skipped everywhere; `..` is a name like any other, except at the root, where it is the root.
 */

import { compareUtf8, utf8Length } from '#core/base/text/utf8.ts'
import { fail, ok, type Result } from './result.ts'

/** Linux' longest name and longest path in bytes; the path's end counts as one byte. */
export const nameMax = 255
export const pathMax = 4096

/** Whether a path starts at the root. */
export function isAbsolute(path: string): boolean {
  return path.startsWith('/')
}

/** Whether a text can be the name of one file: not empty, `.` or `..`, no slash, at most 255 bytes. */
export function isFilename(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !name.includes('/') && utf8Length(name) <= nameMax
}

/** Whether a path could be opened at all: not empty, shorter than 4096 bytes, no name longer than 255. */
export function isValidPath(path: string): boolean {
  if (path === '' || utf8Length(path) >= pathMax) {
    return false
  }
  return components(path).every(component => component.fits)
}

/** Whether a path is valid and has no `..`, no `.` and no doubled slash. A single slash at the end is allowed. */
export function isNormalized(path: string): boolean {
  if (!isValidPath(path) || path.includes('//')) {
    return false
  }
  return path.split('/').every(name => name !== '.' && name !== '..')
}

type Component = { readonly name: string; readonly start: number; readonly fits: boolean }

function components(path: string): readonly Component[] {
  const found: Component[] = []
  for (const match of path.matchAll(/[^/]+/g)) {
    const name = match[0]
    if (name !== '.') {
      found.push({ name, start: match.index, fits: utf8Length(name) <= nameMax })
    }
  }
  return found
}

/** The names a path goes through, without empty ones and `.`. */
export function pathComponents(path: string): readonly string[] {
  return components(path).map(component => component.name)
}

/**
 * The shortest writing of a path: no doubled slashes, no `.`, no slash at the end (unless `keep`), no `..` directly below the
 * root. From a name longer than 255 bytes on everything stays as it is.
 */
export function simplifyPath(path: string, trailingSlash: 'drop' | 'keep' = 'drop'): string {
  if (path === '') {
    return ''
  }
  const root = isAbsolute(path) ? '/' : ''
  const names: string[] = []
  for (const component of components(path)) {
    if (!component.fits) {
      return root + [...names, path.slice(component.start)].join('/')
    }
    if (component.name === '..' && root !== '' && names.length === 0) {
      continue
    }
    names.push(component.name)
  }
  if (names.length === 0 && root !== '') {
    return '/'
  }
  const simple = root + names.join('/') || '.'
  return trailingSlash === 'keep' && path.endsWith('/') ? `${simple}/` : simple
}

/**
 * What of a path is left below a prefix, compared component by component: `/usr/lib` is below `/usr`, `/usrlib` is not.
 * Empty when both are the same; undefined when the path is not below, or one is absolute and the other is not.
 */
export function pathBelow(path: string, prefix: string): string | undefined {
  if (isAbsolute(path) !== isAbsolute(prefix)) {
    return undefined
  }
  const inner = components(path)
  const outer = components(prefix)
  const same = outer.every(({ name, fits }, index) => fits && name === inner[index]?.name)
  if (!same) {
    return undefined
  }
  const rest = inner[outer.length]
  if (rest?.fits === false) {
    return undefined
  }
  return rest === undefined ? '' : path.slice(rest.start)
}

/** Whether two texts name the same path without looking at the disk. */
export function samePath(a: string, b: string): boolean {
  return comparePaths(a, b) === 0
}

/** An order of paths: relative before absolute, a folder before what is in it, names by their bytes. */
export function comparePaths(a: string, b: string): -1 | 0 | 1 {
  if (isAbsolute(a) !== isAbsolute(b)) {
    return isAbsolute(a) ? 1 : -1
  }
  const left = components(a)
  const right = components(b)
  for (let index = 0; ; index++) {
    const one = left[index]
    const other = right[index]
    if (one?.fits === false || other?.fits === false) {
      return compareBroken(a, b, one, other)
    }
    if (one === undefined || other === undefined) {
      return one === other ? 0 : one === undefined ? -1 : 1
    }
    const order = compareUtf8(one.name, other.name)
    if (order !== 0) {
      return order
    }
  }
}

/** A path with a name that is too long comes after one without. */
function compareBroken(a: string, b: string, one: Component | undefined, other: Component | undefined): -1 | 0 | 1 {
  const left = one?.fits === false
  const right = other?.fits === false
  return left && right ? compareUtf8(a, b) : left ? 1 : -1
}

/**
 * How to get from the folder `from` to `to`, both absolute: `../other/path`, or `.` for the same. EINVAL when one is
 * relative, when a way back would have to pass `..`, or when the answer is too long.
 */
export function relativePath(from: string, to: string): Result<string, 'EINVAL'> {
  if (!isAbsolute(from) || !isAbsolute(to)) {
    return fail('EINVAL')
  }
  const source = components(from)
  const target = components(to)
  if (![...source, ...target].every(component => component.fits)) {
    return fail('EINVAL')
  }
  let common = 0
  while (common < source.length && source[common]?.name === target[common]?.name) {
    common++
  }
  const up = source.slice(common)
  if (up.slice(1).some(component => component.name === '..')) {
    return fail('EINVAL')
  }
  const down = target.slice(common).map(component => component.name)
  const path = [...up.map(() => '..'), ...down].join('/') || '.'
  return isValidPath(path) ? ok(path) : fail('EINVAL')
}

/** The path of `name` in a folder; an absolute `name` is its own answer. */
export function joinPath(folder: string, name: string): string {
  if (isAbsolute(name) || folder === '') {
    return name
  }
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`
}

/** The path without its last component, or undefined for the root and for a path of one component. */
export function parentPath(path: string): string | undefined {
  const last = components(path).at(-1)
  if (last === undefined) {
    return undefined
  }
  const parent = path.slice(0, last.start).replace(/\/+(\.?\/+)*$/, '')
  return parent === '' ? (isAbsolute(path) ? '/' : undefined) : parent
}

/** The last component of a path, empty for the root. */
export function baseName(path: string): string {
  return components(path).at(-1)?.name ?? ''
}
