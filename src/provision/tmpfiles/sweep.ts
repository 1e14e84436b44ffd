/** Taking away what is in folders, by age or all of it: never what has lines of its own, nor what is in use. */
import { errnoText } from '#core/base/linux/errno.ts'
import type { OpenFolder } from '#kernel/files/files-by-rules.ts'
import type { FileStatus } from '#kernel/kernel.ts'
import { fitsPattern } from '#provision/glob.ts'
import type { Place } from '#provision/place.ts'
import type { Spot } from '#provision/reach.ts'
import type { Age, TimeLetter } from './item.ts'
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
  /** Null for all there is. */
  readonly age: Age | null
  /** In µs since 1970: what is younger stays. */
  readonly cutoff: bigint
  readonly device: bigint
  readonly mounts: ReadonlySet<string>
  readonly sockets: ReadonlySet<string>
  readonly exempt: Exempt
}

/** Cleans one folder; what is none is left alone. */
export function cleanFolder(place: Place, spot: Spot, age: Age, exempt: Exempt): void {
  sweepAll(place, spot, age, exempt)
}

/** Empties one folder; false for what is none. */
export function emptyFolder(place: Place, spot: Spot, exempt: Exempt): boolean {
  return sweepAll(place, spot, null, exempt)
}

function sweepAll(place: Place, spot: Spot, age: Age | null, exempt: Exempt): boolean {
  const { files, clock } = place.kernel
  const folder = files.openFolder(spot.at)
  if (!folder.ok) {
    return false
  }
  const status = files.status(folder.value.at)
  if (status.ok) {
    const { device } = status.value
    const cutoff = BigInt(Math.trunc(clock.realtime())) - (age?.span ?? 0n)
    const sweep = { place, age, cutoff, device, exempt, mounts: mountPoints(place), sockets: liveSockets(place) }
    sweepFolder(sweep, folder.value, spot.path, 0)
  }
  folder.value.close()
  return true
}

const depthMax = 256

/** Sweeps what is in a folder, and leaves its times as they were where files went. */
function sweepFolder(sweep: Sweep, folder: OpenFolder, path: string, depth: number): void {
  const { files } = sweep.place.kernel
  const status = files.status(folder.at)
  const details = files.details(`${folder.at}/.`)
  const list = files.list(folder.at)
  const isMount = depth === 0 && sweep.mounts.has(path)
  let hasFileGone = false
  for (const { name } of list.ok ? list.value : []) {
    // What file systems keep for themselves.
    if (isMount && /^(?:lost\+found|\.journal|aquota\.(?:user|group))$/.test(name)) {
      continue
    }
    const node = { at: `${folder.at}/${name}`, path: `${path}/${name}` }
    hasFileGone = sweepNode(sweep, node, depth) || hasFileGone
  }
  // A folder that will be empty and go needs no times.
  if (!hasFileGone || !status.ok || !details.ok || (sweep.age === null && depth === 0)) {
    return
  }
  const { accessedUs } = details.value
  const { modifiedUs } = status.value
  if (sweep.place.dryRun) {
    const times = [accessedUs, modifiedUs].map(formatDay).join(', ')
    announce(sweep, `Would restore access and modification time on "${path}": ${times}`)
  } else {
    files.setTimes(`${folder.at}/.`, accessedUs, modifiedUs)
  }
}

interface Node {
  readonly at: string
  readonly path: string
}

/** True when it is a file and was, or would be, removed. */
function sweepNode(sweep: Sweep, node: Node, depth: number): boolean {
  const { place, exempt } = sweep
  const status = place.kernel.files.linkStatus(node.at)
  if (!status.ok) {
    return false
  }
  if (status.value.device !== sweep.device || sweep.mounts.has(node.path)) {
    return false
  }
  if (exempt(node.path)) {
    return false
  }
  const keeps = sweep.age?.keepFirstLevel === true && depth === 0
  if (status.value.kind === 'directory') {
    sweepBelow(sweep, node, status.value, depth, keeps)
    return false
  }
  return !keeps && sweepFile(sweep, node, status.value)
}

function sweepBelow(sweep: Sweep, node: Node, status: FileStatus, depth: number, keeps: boolean): void {
  const { files } = sweep.place.kernel
  const isOld = isOlder(sweep, node, status, sweep.age?.by.folders)
  const folder = depth < depthMax ? files.openFolder(node.at) : undefined
  if (folder === undefined || !folder.ok) {
    return
  }
  const isFree = folder.value.lock()
  if (isFree) {
    sweepFolder(sweep, folder.value, node.path, depth + 1)
  }
  folder.value.close()
  if (!isFree || keeps || !isOld) {
    return
  }
  if (sweep.place.dryRun) {
    announce(sweep, `Would remove directory "${node.path}"`)
    return
  }
  const removed = files.removeDirectory(node.at)
  if (!removed.ok && removed.error !== 'ENOENT' && removed.error !== 'ENOTEMPTY' && removed.error !== 'EBUSY') {
    sweep.place.say('warning', `Failed to remove directory "${node.path}", ignoring: ${errnoText(removed.error)}`)
  }
}

function sweepFile(sweep: Sweep, node: Node, status: FileStatus): boolean {
  const { files } = sweep.place.kernel
  const isSticky = (status.mode & 0o1000) !== 0
  const isDevice = status.kind === 'character-device' || status.kind === 'block-device'
  if (isSticky || isDevice || (status.kind === 'socket' && sweep.sockets.has(node.path))) {
    return false
  }
  if (!isOlder(sweep, node, status, sweep.age?.by.files)) {
    return false
  }
  const lock = status.kind === 'file' ? files.tryLockExisting(node.at) : undefined
  if (lock !== undefined && !lock.ok && lock.error === 'EAGAIN') {
    return false
  }
  if (sweep.place.dryRun) {
    announce(sweep, `Would remove "${node.path}"`)
  }
  const removed = sweep.place.dryRun ? undefined : files.unlink(node.at)
  if (lock?.ok) {
    lock.value.release()
  }
  if (removed !== undefined && !removed.ok && removed.error !== 'ENOENT') {
    sweep.place.say('warning', `Failed to remove "${node.path}", ignoring: ${errnoText(removed.error)}`)
  }
  return sweep.place.dryRun || removed?.ok === true
}

function announce({ place }: Sweep, line: string): void {
  place.say('info', line)
}

/** As systemd shows times in logs. */
function formatDay(us: bigint): string {
  const date = new Date(Number(us / 1000n))
  const day = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][date.getUTCDay()]
  const [when = '', time = ''] = date.toISOString().split(/[T.]/)
  return `${day} ${when} ${time}.${`${us % 1_000_000n}`.padStart(6, '0')} UTC`
}

/** Whether all times that count are before the cutoff. Without an age all is. */
function isOlder(
  { place, cutoff }: Sweep,
  { at }: Node,
  status: FileStatus,
  by: readonly TimeLetter[] | undefined,
): boolean {
  if (by === undefined) {
    return true
  }
  const details = place.kernel.files.details(at)
  if (!details.ok) {
    return false
  }
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
