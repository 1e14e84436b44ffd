/** `--clean`: what has not been used for as long as its folder's line says is removed (tmpfiles.d(5), "Age"). */
import { errnoText } from '#core/base/errno.ts'
import type { OpenFolder } from '#kernel/files-by-rules.ts'
import type { FileStatus } from '#kernel/kernel.ts'
import { fitsPattern, globPaths } from '#provision/glob.ts'
import type { Place } from '#provision/place.ts'
import { reach } from '#provision/reach.ts'
import type { Age, Item, TimeLetter } from './item.ts'
import type { Plan } from './plan.ts'

/** What has lines of its own is left to these. */
export type Exempt = (path: string) => boolean

export function exemptions({ plain, patterns }: Plan): Exempt {
  const fitting = [...patterns.keys()].map(fitsPattern)
  return path => plain.has(path) || fitting.some(fits => fits(path))
}

/** A cleaning in progress. */
interface Sweep {
  readonly place: Place
  readonly age: Age
  /** In µs since 1970: what is younger stays. */
  readonly cutoff: bigint
  readonly device: bigint
  readonly mounts: ReadonlySet<string>
  readonly sockets: ReadonlySet<string>
  readonly exempt: Exempt
}

/** Carries out one item; false when a folder could not be reached, which was said. */
export async function clean(place: Place, item: Item, exempt: Exempt): Promise<boolean> {
  if (item.age === null || !'dDvqQCexX'.includes(item.letter)) return true
  const paths = 'exX'.includes(item.letter) ? globPaths(place.kernel.files, item.path) : [item.path]
  let isGood = true
  for (const path of paths) isGood = (await cleanFolder(place, path, item.age, exempt)) && isGood
  return isGood
}

async function cleanFolder(place: Place, path: string, age: Age, exempt: Exempt): Promise<boolean> {
  const { files, clock } = place.kernel
  const spot = await reach(place, path, { create: false })
  if (!spot.ok) {
    if (spot.error.errno === 'ENOENT' || spot.error.errno === 'ENOTDIR') return true
    place.say('error', spot.error.message)
    return false
  }
  const folder = files.openFolder(spot.value.at)
  const status = folder.ok ? files.status(folder.value.at) : folder
  if (folder.ok && status.ok) {
    const { device } = status.value
    const cutoff = BigInt(Math.trunc(clock.realtime())) - age.span
    const sweep = { place, age, cutoff, device, exempt, mounts: mountPoints(place), sockets: liveSockets(place) }
    sweepFolder(sweep, folder.value, path, 0)
  }
  if (folder.ok) folder.value.close()
  spot.value.close()
  return true
}

const depthMax = 256

/** Sweeps what is in a folder, and leaves its times as they were. */
function sweepFolder(sweep: Sweep, folder: OpenFolder, path: string, depth: number): void {
  const { files } = sweep.place.kernel
  const before = { status: files.status(folder.at), details: folderTimes(sweep, folder) }
  const list = files.list(folder.at)
  let isChanged = false
  for (const { name } of list.ok ? list.value : []) {
    const node = { at: `${folder.at}/${name}`, path: `${path}/${name}` }
    isChanged = sweepNode(sweep, node, name, depth) || isChanged
  }
  if (!before.status.ok || before.details === undefined || sweep.place.dryRun) return
  const now = files.status(folder.at)
  const isRead = isChanged || (now.ok && now.value.modifiedUs !== before.status.value.modifiedUs)
  if (isRead || list.ok) files.setTimes(`${folder.at}/.`, before.details.accessedUs, before.status.value.modifiedUs)
}

function folderTimes(sweep: Sweep, folder: OpenFolder): { readonly accessedUs: bigint } | undefined {
  const details = sweep.place.kernel.files.details(`${folder.at}/.`)
  return details.ok ? details.value : undefined
}

interface Node {
  readonly at: string
  readonly path: string
}

/** True when it was removed. */
function sweepNode(sweep: Sweep, node: Node, name: string, depth: number): boolean {
  const { place, exempt } = sweep
  const status = place.kernel.files.linkStatus(node.at)
  if (!status.ok) return false
  if (status.value.device !== sweep.device || sweep.mounts.has(node.path)) return false
  if (exempt(node.path)) return false
  // What file systems keep for themselves.
  if (depth === 0 && status.value.uid === 0 && /^(?:lost\+found|\.journal|aquota\.(?:user|group))$/.test(name))
    return false
  const keeps = sweep.age.keepFirstLevel && depth === 0
  if (status.value.kind === 'directory') return sweepBelow(sweep, node, status.value, depth, keeps)
  return !keeps && sweepFile(sweep, node, status.value)
}

function sweepBelow(sweep: Sweep, node: Node, status: FileStatus, depth: number, keeps: boolean): boolean {
  const { files } = sweep.place.kernel
  const isOld = isOlder(sweep, node, status, sweep.age.by.folders)
  const folder = depth < depthMax ? files.openFolder(node.at) : undefined
  if (folder === undefined || !folder.ok) return false
  const isFree = folder.value.lock()
  if (isFree) sweepFolder(sweep, folder.value, node.path, depth + 1)
  folder.value.close()
  if (!isFree || keeps || !isOld) return false
  if (sweep.place.dryRun) return announce(sweep, `Would remove directory "${node.path}"`)
  const removed = files.removeDirectory(node.at)
  if (!removed.ok && removed.error !== 'ENOENT' && removed.error !== 'ENOTEMPTY' && removed.error !== 'EBUSY') {
    sweep.place.say('warning', `Failed to remove directory "${node.path}", ignoring: ${errnoText(removed.error)}`)
  }
  return removed.ok
}

function sweepFile(sweep: Sweep, node: Node, status: FileStatus): boolean {
  const { files } = sweep.place.kernel
  const isSticky = (status.mode & 0o1000) !== 0 && status.uid === 0
  const isDevice = status.kind === 'character-device' || status.kind === 'block-device'
  if (isSticky || isDevice || (status.kind === 'socket' && sweep.sockets.has(node.path))) return false
  if (!isOlder(sweep, node, status, sweep.age.by.files)) return false
  const lock = status.kind === 'file' ? files.tryLockExisting(node.at) : undefined
  if (lock !== undefined && !lock.ok && lock.error === 'EAGAIN') return false
  if (sweep.place.dryRun) announce(sweep, `Would remove "${node.path}"`)
  const removed = sweep.place.dryRun ? undefined : files.unlink(node.at)
  if (lock?.ok) lock.value.release()
  if (removed !== undefined && !removed.ok && removed.error !== 'ENOENT') {
    sweep.place.say('warning', `Failed to remove "${node.path}", ignoring: ${errnoText(removed.error)}`)
  }
  return removed?.ok === true
}

function announce({ place }: Sweep, line: string): false {
  place.say('info', line)
  return false
}

/** Whether all times that count are before the cutoff. */
function isOlder({ place, cutoff }: Sweep, { at }: Node, status: FileStatus, by: readonly TimeLetter[]): boolean {
  const details = place.kernel.files.details(at)
  if (!details.ok) return false
  const { accessedUs, bornUs, changedUs } = details.value
  const times: Record<TimeLetter, bigint> = { a: accessedUs, b: bornUs, c: changedUs, m: status.modifiedUs }
  return by.every(letter => times[letter] < cutoff)
}

/** Where file systems are mounted, also those of the same device. */
function mountPoints({ kernel }: Place): ReadonlySet<string> {
  const text = kernel.files.readText('/proc/self/mountinfo', 16 * 1024 * 1024)
  const rows = text.ok ? text.value.split('\n') : []
  const decode = (path: string): string =>
    path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
  return new Set(rows.map(row => decode(row.split(' ')[4] ?? '')))
}

/** Paths of sockets that somebody listens on. */
function liveSockets({ kernel }: Place): ReadonlySet<string> {
  const text = kernel.files.readText('/proc/net/unix', 64 * 1024 * 1024)
  const rows = text.ok ? text.value.split('\n') : []
  return new Set(rows.flatMap(row => / (\/.*)$/.exec(row)?.[1] ?? []))
}
