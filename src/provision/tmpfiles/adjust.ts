/** Owner and mode of what is there. */
import { errnoText } from '#core/base/errno.ts'
import { ok } from '#core/base/result.ts'
import type { FileStatus, Outcome } from '#kernel/kernel.ts'
import type { Place } from '#provision/place.ts'
import type { Spot } from '#provision/reach.ts'
import type { Item, ModeRule } from './item.ts'

/** Gives what is at a spot the owner and mode of an item; `isNew` when it was made for it. False when that failed. */
export function adjust(place: Place, spot: Pick<Spot, 'at' | 'path'>, item: Item, isNew: boolean): boolean {
  const { files } = place.kernel
  const { user, group, mode } = item
  if (user === null && group === null && mode === null) return true
  const status = files.linkStatus(spot.at)
  if (!status.ok) return place.dryRun || complain(place, `Failed to stat(${spot.path})`, status)
  if (isLooseHardLink(place, spot, status.value)) return false
  const uid = user !== null && (isNew || !user.onlyNew) ? user.id : status.value.uid
  const gid = group !== null && (isNew || !group.onlyNew) ? group.id : status.value.gid
  const changesOwner = uid !== status.value.uid || gid !== status.value.gid
  const isLink = status.value.kind === 'symlink'
  const wanted = mode !== null && (isNew || !mode.onlyNew) ? modeFor(mode, status.value) : status.value.mode
  // A new owner shall never have more than both modes allow, nor an old one.
  const least = status.value.mode & wanted
  if (changesOwner && !isLink && least !== status.value.mode) {
    if (place.dryRun) place.say('info', `Would temporarily change "${spot.path}" to mode ${least.toString(8)}`)
    else files.chmodItself(spot.at, least)
  }
  if (changesOwner) {
    if (place.dryRun) place.say('info', `Would change "${spot.path}" to owner ${uid}:${gid}`)
    const changed = place.dryRun ? ok(undefined) : files.chown(spot.at, uid, gid)
    if (!changed.ok) return complain(place, `fchownat() of ${spot.path} failed`, changed)
  }
  // A change of owner takes the set-uid bits away.
  if (isLink || (wanted === status.value.mode && !changesOwner)) return true
  if (place.dryRun) place.say('info', `Would change "${spot.path}" to mode ${wanted.toString(8)}`)
  const changed = place.dryRun ? ok(undefined) : files.chmodItself(spot.at, wanted)
  return changed.ok || complain(place, `fchmod() of ${spot.path} failed`, changed)
}

/** A masked mode gives no bits of a kind that nobody has. */
export function modeFor(rule: ModeRule, { mode, kind }: Pick<FileStatus, 'mode' | 'kind'>): number {
  if (!rule.masked) return rule.bits
  let bits = rule.bits
  for (const all of [0o111, 0o222, 0o444]) if ((mode & all) === 0) bits &= ~all
  return kind === 'directory' ? bits : bits & 0o777
}

/** Where users may make hard links of others' files, who owns a file cannot be told by its place. */
function isLooseHardLink(place: Place, spot: Pick<Spot, 'at' | 'path'>, { kind }: FileStatus): boolean {
  const { files } = place.kernel
  if (kind === 'directory') return false
  const details = files.details(spot.at)
  if (!details.ok || details.value.links < 2) return false
  const guard = files.readText('/proc/sys/fs/protected_hardlinks', 16)
  if (guard.ok && guard.value.trim() !== '0') return false
  place.say(
    'error',
    `Refusing to set permissions on hardlinked file ${spot.path} while the fs.protected_hardlinks sysctl is turned off.`,
  )
  return true
}

/** Says why something failed; always false. */
export function complain(place: Place, what: string, failed: Extract<Outcome<unknown>, { ok: false }>): false {
  place.say('error', `${what}: ${errnoText(failed.error)}`)
  return false
}
