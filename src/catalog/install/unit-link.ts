/** Links in the folders of the search path: where they lead, and whether they may (systemd.unit(5), "Unit File Load Path"). */

import { chase, outer, type Tree } from '#catalog/chase.ts'
import type { Lookup } from '#catalog/lookup.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { baseName } from '#core/base/path.ts'
import { fail, ok } from '#core/base/result.ts'
import { aliasFault, mayAlias, mayTemplate } from '#core/unit/name/alias.ts'
import { readUnitName } from '#core/unit/name/name.ts'
import type { Outcome } from '#kernel/kernel.ts'

export interface UnitLink {
  /** Where it leads, from inside the root; a link in the last place is not followed. */
  readonly target: string
  /** Whether it leads out of the search path, which makes it a linked unit file instead of an alias. */
  readonly isOutside: boolean
}

/** Reads a link. EXDEV, EINVAL or ELOOP for an alias between names that do not fit. */
export function readUnitLink(lookup: Lookup, path: string): Outcome<UnitLink> {
  const { tree, paths } = lookup
  const written = tree.files.readLink(outer(tree, path))
  if (!written.ok) {
    return written
  }
  const parent = path.slice(0, path.lastIndexOf('/'))
  const target = chase(tree, written.value.startsWith('/') ? written.value : `${parent}/${written.value}`, 'keep')
  if (!target.ok) {
    return target
  }
  const folder = paths.folders.find(known => target.value.startsWith(`${known}/`))
  const fits = folder === undefined ? ok(undefined) : checkNames(lookup, path, target.value, folder)
  return fits.ok ? ok({ target: target.value, isOutside: folder === undefined }) : fits
}

function checkNames({ tree, reader }: Lookup, path: string, target: string, folder: string): Outcome<void> {
  const fault = aliasFault(path, target)
  if (fault !== 'ELOOP' && target.slice(folder.length + 1).includes('/')) {
    reader.say('warning', `Suspicious symlink ${outer(tree, path)} → ${outer(tree, target)}, treating as alias.`)
  }
  if (fault === undefined) {
    return ok(undefined)
  }
  const words = faultText(baseName(path), baseName(target))
  if (words !== null) {
    reader.say('notice', words)
  }
  return fail(fault)
}

/** Why two names do not fit, as systemd words it; null for a link to its own name. */
function faultText(name: string, target: string): string | null {
  const from = readUnitName(name)
  const to = readUnitName(target)
  if (from === undefined) {
    return `${name}: not a valid unit name: ${errnoText('EINVAL')}`
  }
  if (!mayAlias(from.type)) {
    return `${name}: symlinks are not allowed for units of this type, rejecting.`
  }
  if (from.kind !== 'plain' && !mayTemplate(from.type)) {
    return `${name}: ${from.kind} not allowed in ${from.type}, rejecting.`
  }
  if (name === target) {
    return null
  }
  if (to === undefined) {
    return `${name} points to "${target}" which is not a valid unit name: ${errnoText('EXDEV')}`
  }
  if (from.type !== to.type) {
    return `${name}: symlink target "${target}" has incompatible suffix, rejecting.`
  }
  if (from.kind === 'instance' && to.kind === 'instance') {
    return `${name}: unit symlink target "${target}" instance name doesn't match, rejecting.`
  }
  return `${name}: symlink target name type "${target}" does not match source, rejecting.`
}

/** Whether a path leads to /dev/null, which a root may lack, or to an empty file. */
export function leadsToMask(tree: Tree, path: string): boolean {
  if (path === '/dev/null') {
    return true
  }
  const end = chase(tree, path)
  const status = end.ok ? tree.files.linkStatus(outer(tree, end.value)) : end
  if (!end.ok || !status.ok) {
    return false
  }
  const { kind, sizeBytes } = status.value
  return kind === 'file' ? sizeBytes === 0 : kind === 'character-device' && end.value === '/dev/null'
}
