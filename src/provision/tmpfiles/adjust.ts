/** Owner and mode of what is there. */
import { errnoText } from '#core/base/linux/errno.ts'
import { ok } from '#core/base/result.ts'
import type { OpenNode } from '#kernel/files/files-by-rules.ts'
import type { FileStatus, Outcome } from '#kernel/kernel.ts'
import type { Place } from '#provision/place.ts'
import type { Spot } from '#provision/reach.ts'
import type { Item, ModeRule } from './item.ts'

/**
 * Gives what is at a spot the owner and mode of an item; `isNew` when it was made for it. False when that failed. All is done to
 * what was found there at first, whatever somebody puts in its place meanwhile; `kind` is what it must be.
 */
export function adjust(
  place: Place,
  spot: Pick<Spot, 'at' | 'path'>,
  item: Item,
  isNew: boolean,
  kind?: FileStatus['kind'],
): boolean {
  const { user, group, mode } = item
  if (user === null && group === null && mode === null) {
    return true
  }
  const node = place.kernel.files.openNode(spot.at)
  if (!node.ok) {
    return place.dryRun || complain(place, `Failed to stat(${spot.path})`, node)
  }
  try {
    if (kind !== undefined && node.value.status.kind !== kind) {
      return complain(place, `Failed to open ${spot.path}`, { ok: false, error: 'ELOOP' })
    }
    return adjustNode(place, spot.path, node.value, item, isNew)
  } finally {
    node.value.close()
  }
}

/** The same for what is held already. */
export function adjustNode(
  place: Place,
  path: string,
  node: OpenNode,
  { user, group, mode }: Item,
  isNew: boolean,
): boolean {
  const { status } = node
  if (isLooseHardLink(place, path, node)) {
    return false
  }
  const uid = user !== null && (isNew || !user.onlyNew) ? user.id : status.uid
  const gid = group !== null && (isNew || !group.onlyNew) ? group.id : status.gid
  const changesOwner = uid !== status.uid || gid !== status.gid
  const isLink = status.kind === 'symlink'
  const wanted = mode !== null && (isNew || !mode.onlyNew) ? modeFor(mode, status) : status.mode
  // A new owner shall never have more than both modes allow, nor an old one.
  const least = status.mode & wanted
  if (changesOwner && !isLink && least !== status.mode) {
    if (place.dryRun) {
      place.say('info', `Would temporarily change "${path}" to mode ${least.toString(8)}`)
    } else {
      node.chmod(least)
    }
  }
  if (changesOwner) {
    if (place.dryRun) {
      place.say('info', `Would change "${path}" to owner ${uid}:${gid}`)
    }
    const changed = place.dryRun ? ok(undefined) : node.chown(uid, gid)
    if (!changed.ok) {
      return complain(place, `fchownat() of ${path} failed`, changed)
    }
  }
  // A change of owner takes the set-uid bits away.
  if (isLink || (wanted === status.mode && !changesOwner)) {
    return true
  }
  if (place.dryRun) {
    place.say('info', `Would change "${path}" to mode ${wanted.toString(8)}`)
  }
  const changed = place.dryRun ? ok(undefined) : node.chmod(wanted)
  return changed.ok || complain(place, `fchmod() of ${path} failed`, changed)
}

/** A masked mode gives no bits of a kind that nobody has. */
export function modeFor(rule: ModeRule, { mode, kind }: Pick<FileStatus, 'mode' | 'kind'>): number {
  if (!rule.masked) {
    return rule.bits
  }
  let bits = rule.bits
  for (const all of [0o111, 0o222, 0o444]) {
    if ((mode & all) === 0) {
      bits &= ~all
    }
  }
  return kind === 'directory' ? bits : bits & 0o777
}

/** Where users may make hard links of others' files, who owns a file cannot be told by its place. */
function isLooseHardLink(place: Place, path: string, { status, details }: OpenNode): boolean {
  if (status.kind === 'directory' || details.links < 2) {
    return false
  }
  const guard = place.kernel.files.readText('/proc/sys/fs/protected_hardlinks', 16)
  if (guard.ok && guard.value.trim() !== '0') {
    return false
  }
  place.say(
    'error',
    `Refusing to set permissions on hardlinked file ${path} while the fs.protected_hardlinks sysctl is turned off.`,
  )
  return true
}

/** Says why something failed; always false. */
export function complain(place: Place, what: string, failed: Extract<Outcome<unknown>, { ok: false }>): false {
  place.say('error', `${what}: ${errnoText(failed.error)}`)
  return false
}
