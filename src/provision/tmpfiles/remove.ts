/** `--remove`: what `r` and `R` name, and what is in the folders of `D`. */
import { errnoText } from '#core/base/errno.ts'
import { globPaths } from '#provision/glob.ts'
import type { Place } from '#provision/place.ts'
import { reach, type Spot } from '#provision/reach.ts'
import { complain } from './adjust.ts'
import type { Item } from './item.ts'

/** Carries out one item; false when something could not be removed, which was said. */
export async function remove(place: Place, item: Item): Promise<boolean> {
  if (!'rRD'.includes(item.letter)) return true
  const paths = item.letter === 'D' ? [item.path] : globPaths(place.kernel.files, item.path)
  let isGood = true
  for (const path of paths) isGood = (await removeOne(place, item, path)) && isGood
  return isGood
}

async function removeOne(place: Place, item: Item, path: string): Promise<boolean> {
  const spot = await reach(place, path, { create: false })
  if (!spot.ok) {
    if (spot.error.errno === 'ENOENT') return true
    place.say('error', spot.error.message)
    return false
  }
  try {
    if (item.letter === 'r') return removeNode(place, spot.value)
    return item.letter === 'R' ? await removeTree(place, spot.value) : await empty(place, spot.value)
  } finally {
    spot.value.close()
  }
}

function removeNode(place: Place, { at, path }: Spot): boolean {
  const { files } = place.kernel
  const status = files.linkStatus(at)
  if (!status.ok) return status.error === 'ENOENT' || complain(place, `Failed to stat(${path})`, status)
  if (place.dryRun) return announce(place, path)
  const removed = status.value.kind === 'directory' ? files.removeDirectory(at) : files.unlink(at)
  return removed.ok || removed.error === 'ENOENT' || complain(place, `rm ${path}`, removed)
}

async function removeTree(place: Place, { at, path }: Pick<Spot, 'at' | 'path'>): Promise<boolean> {
  if (!place.kernel.files.linkStatus(at).ok) return true
  if (place.dryRun) return announce(place, path)
  const removed = await place.kernel.files.removeTree(at)
  if (removed.ok || removed.error === 'ENOENT') return true
  // Another file system is mounted there or below: it stays, and with it the folders it is in.
  if (removed.error === 'EXDEV' || removed.error === 'EBUSY' || removed.error === 'ENOTEMPTY') {
    place.say('debug', `Not removing "${path}": ${errnoText(removed.error)}`)
    return true
  }
  return complain(place, `rm -rf ${path} failed`, removed)
}

async function empty(place: Place, { at, path }: Spot): Promise<boolean> {
  const { files } = place.kernel
  const folder = files.openFolder(at)
  if (!folder.ok) return folder.error === 'ENOENT' || folder.error === 'ENOTDIR'
  const list = files.list(folder.value.at)
  let isGood = true
  for (const { name } of list.ok ? list.value : []) {
    isGood = (await removeTree(place, { at: `${folder.value.at}/${name}`, path: `${path}/${name}` })) && isGood
  }
  folder.value.close()
  return isGood
}

function announce(place: Place, path: string): true {
  place.say('info', `Would remove "${path}".`)
  return true
}
