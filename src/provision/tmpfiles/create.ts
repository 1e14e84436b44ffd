/** `--create`, line by line. Every function tells whether it went well; what did not was said. */
import { fail, ok } from '#core/base/result.ts'
import type { FileStatus, Outcome } from '#kernel/kernel.ts'
import { globPaths } from '#provision/glob.ts'
import type { Place } from '#provision/place.ts'
import { reach, type Spot, typeBits } from '#provision/reach.ts'
import { adjust, adjustNode, complain } from './adjust.ts'
import { copyTree } from './copy.ts'
import { globbing, type Item } from './item.ts'
import { makeDevice, makeFifo, makeLink } from './make-node.ts'
import { setAcls } from './set-acls.ts'

/** Carries out one item. */
export async function create(place: Place, item: Item, unsupported: (item: Item) => void): Promise<boolean> {
  if (!globbing.has(item.letter)) {
    return withSpot(place, item.path, item, spot => make(place, spot, item))
  }
  if ('xXrR'.includes(item.letter)) {
    return true
  }
  let isGood = true
  for (const path of globPaths(place.kernel.files, item.path)) {
    if ('tThH'.includes(item.letter)) {
      unsupported(item)
      return true
    }
    isGood = (await withSpot(place, path, item, spot => change(place, spot, item))) && isGood
  }
  return isGood
}

async function withSpot(
  place: Place,
  path: string,
  item: Item,
  use: (spot: Spot) => boolean | Promise<boolean>,
): Promise<boolean> {
  const makes = !globbing.has(item.letter)
  const checksLast = !makes && item.letter !== 'w'
  const followsLast = item.letter === 'e'
  const spot = await reach(place, path, { create: makes, replace: makes && item.replace, checksLast, followsLast })
  if (!spot.ok) {
    if (!makes && spot.error.errno === 'ENOENT') {
      return true
    }
    // What would be made by an earlier line is not there when nothing is done.
    if (place.dryRun && spot.error.errno === 'ENOENT') {
      return announce(place, item, path)
    }
    if (followsLast && spot.error.errno === 'ENOTDIR') {
      place.say('info', `'${path}' already exists and is not a directory.`)
      return true
    }
    if (spot.error.isInFile) {
      return missInFile(place, item, path)
    }
    place.say('error', spot.error.message)
    return false
  }
  try {
    return await use(spot.value)
  } finally {
    spot.value.close()
  }
}

/** What is to be in something that is no folder. */
function missInFile(place: Place, item: Item, path: string): boolean {
  const failed = fail('ENOTDIR' as const)
  switch (item.letter) {
    case 'f':
      return complain(place, `Failed to ${item.force ? 'open/create' : 'create'} file ${path}`, failed)
    case 'L':
      return complain(place, `Failed to create symlink '${path}'`, failed)
    case 'p':
      return complain(place, `Failed to create FIFO ${path}`, failed)
    case 'c':
    case 'b':
      return complain(place, `Failed to create device node '${path}'`, failed)
    case 'C':
      return complain(place, `Failed to copy files to ${path}`, failed)
    default:
      place.say('warning', `"${path}" already exists and is not a directory.`)
      return true
  }
}

const announced: Partial<Record<Item['letter'], string>> = {
  f: 'file',
  p: 'fifo',
  L: 'symlink',
  C: 'copy',
  v: 'subvolume',
  q: 'subvolume',
  Q: 'subvolume',
}

function announce(place: Place, { letter }: Item, path: string): true {
  place.say('info', `Would create ${announced[letter] ?? 'directory'} ${path}`)
  return true
}

const kinds: Partial<Record<Item['letter'], FileStatus['kind']>> = {
  f: 'file',
  d: 'directory',
  D: 'directory',
  v: 'directory',
  q: 'directory',
  Q: 'directory',
  p: 'fifo',
  L: 'symlink',
  c: 'character-device',
  b: 'block-device',
}

/** Makes what is not there. */
async function make(place: Place, spot: Spot, item: Item): Promise<boolean> {
  const wanted = kinds[item.letter]
  if (item.replace && wanted !== undefined && !(await removeOther(place, spot, wanted))) {
    return false
  }
  switch (item.letter) {
    case 'f':
      return item.force ? overwrite(place, spot, item) : makeFile(place, spot, item)
    case 'p':
      return makeFifo(place, spot, item)
    case 'L':
      return makeLink(place, spot, item)
    case 'c':
    case 'b':
      return makeDevice(place, spot, item)
    case 'C':
      return copy(place, spot, item)
    default:
      return makeFolder(place, spot, item)
  }
}

/** `=`: what has another type goes away. */
async function removeOther(place: Place, spot: Spot, wanted: FileStatus['kind']): Promise<boolean> {
  const status = place.kernel.files.linkStatus(spot.at)
  if (!status.ok || status.value.kind === wanted) {
    return true
  }
  place.say('warning', `Wrong file type 0o${typeBits(status.value)}; rm -rf "${spot.path}"`)
  if (place.dryRun) {
    place.say('info', `Would remove ${spot.path}`)
  }
  const removed: Outcome<void> = place.dryRun ? ok(undefined) : await place.kernel.files.removeTree(spot.at)
  return removed.ok || complain(place, `rm -rf ${spot.path} failed`, removed)
}

function makeFolder(place: Place, spot: Spot, item: Item): boolean {
  const { files } = place.kernel
  const status = files.linkStatus(spot.at)
  if (place.dryRun) {
    return announce(place, item, spot.path)
  }
  const made = status.ok ? null : files.makeDirectory(spot.at, item.mode?.bits ?? 0o755)
  if (made !== null && !made.ok) {
    return complain(place, `Failed to create directory or subvolume "${spot.path}"`, made)
  }
  if (status.ok && status.value.kind !== 'directory') {
    place.say('info', `"${spot.path}" already exists and is not a directory.`)
    return true
  }
  return adjust(place, spot, item, made !== null, 'directory')
}

function makeFile(place: Place, spot: Spot, item: Item): boolean {
  const { files } = place.kernel
  if (place.dryRun) {
    return announce(place, item, spot.path)
  }
  const status = files.linkStatus(spot.at)
  if (status.ok) {
    if (status.value.kind === 'file') {
      return adjust(place, spot, item, false, 'file')
    }
    place.say('error', `${spot.path} exists and is not a regular file.`)
    return false
  }
  const made = files.createFile(spot.at, item.argument ?? '', item.mode?.bits ?? 0o644)
  return made.ok ? adjust(place, spot, item, true, 'file') : complain(place, `Failed to create file ${spot.path}`, made)
}

function overwrite(place: Place, spot: Spot, item: Item): boolean {
  const { files } = place.kernel
  const before = files.linkStatus(spot.at)
  const isNew = !before.ok
  if (place.dryRun) {
    place.say('info', isNew ? `Would create file ${spot.path}` : `Would truncate ${spot.path}`)
    return true
  }
  const written = files.overwriteFile(spot.at, item.argument ?? '', item.mode?.bits ?? 0o644)
  const isEmptyAlready = before.ok && before.value.kind === 'file' && before.value.sizeBytes === 0 && !item.argument
  // Where nothing can be written, what is as it should be is no error.
  if (!written.ok && !(written.error === 'EROFS' && isEmptyAlready)) {
    return complain(place, `Failed to open/create file ${spot.path}`, written)
  }
  return adjust(place, spot, item, isNew, 'file')
}

function copy(place: Place, spot: Spot, item: Item): boolean {
  const { files } = place.kernel
  const source = item.argument ?? ''
  if (place.dryRun) {
    place.say('info', `Would copy tree "${source}" to "${spot.path}"`)
    return true
  }
  const from = files.linkStatus(source)
  if (!from.ok) {
    return complain(place, `Failed to copy files to ${spot.path}`, from)
  }
  const there = files.linkStatus(spot.at)
  const inside = there.ok && there.value.kind === 'directory' ? files.list(spot.at) : ok([])
  const isFilled =
    there.ok && from.value.kind === 'directory' && (item.force || (inside.ok && inside.value.length === 0))
  if (!there.ok || (isFilled && there.value.kind === 'directory')) {
    const copied = copyTree(place, source, spot.at, { uid: item.user?.id ?? null, gid: item.group?.id ?? null })
    if (!copied.ok) {
      return complain(place, `Failed to copy files to ${spot.path}`, copied)
    }
  }
  // What a link leads to has marks, the link has none.
  const meant = files.status(source)
  if (!meant.ok) {
    return complain(place, `Failed to stat(${source})`, meant)
  }
  const now = files.linkStatus(spot.at)
  return !now.ok || now.value.kind !== meant.value.kind || adjust(place, spot, item, !there.ok, now.value.kind)
}

/** Changes what is there. */
function change(place: Place, spot: Spot, item: Item): boolean {
  switch (item.letter) {
    case 'w':
      return write(place, spot, item)
    case 'e':
      return adjust(place, spot, item, false)
    case 'Z':
      return adjustAll(place, spot, item, adjustOne)
    case 'a':
      return setAcls(place, spot, item)
    case 'A':
      return adjustAll(place, spot, item, setAcls)
    default:
      return adjust(place, spot, item, false)
  }
}

function write(place: Place, spot: Spot, item: Item): boolean {
  const { files } = place.kernel
  if (place.dryRun) {
    place.say('info', `Would write to "${spot.path}"`)
    return true
  }
  const written = files.writeSafely(spot.at, item.argument ?? '', item.force)
  if (!written.ok && written.error === 'ENOENT') {
    return true
  }
  if (!written.ok) {
    return complain(place, `Failed to open file "${spot.path}"`, written)
  }
  // Marks are for what was written to, not for a link to it.
  const adjusted = adjustNode(place, spot.path, written.value, item, false)
  written.value.close()
  return adjusted
}

const depthMax = 256

type Below = Pick<Spot, 'at' | 'path'>
type Adjust = (place: Place, spot: Below, item: Item) => boolean

const adjustOne: Adjust = (place, spot, item) => adjust(place, spot, item, false)

function adjustAll(place: Place, spot: Below, item: Item, act: Adjust, depth = 0): boolean {
  const { files } = place.kernel
  let isGood = act(place, spot, item)
  const status = files.linkStatus(spot.at)
  if (!status.ok || status.value.kind !== 'directory' || depth > depthMax) {
    return isGood
  }
  const folder = files.openFolder(spot.at)
  if (!folder.ok) {
    return complain(place, `Failed to open directory '${spot.path}'`, folder)
  }
  const list = files.list(folder.value.at)
  for (const { name } of list.ok ? list.value : []) {
    const below = { at: `${folder.value.at}/${name}`, path: `${spot.path}/${name}` }
    isGood = adjustAll(place, below, item, act, depth + 1) && isGood
  }
  folder.value.close()
  return isGood
}
