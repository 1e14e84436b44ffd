/** `--remove`: what `r` and `R` name, and what is in the folders of `D`. `--purge`: what lines with `$` would make. */
import { globPaths } from '#provision/glob.ts'
import type { Place } from '#provision/place.ts'
import { reach, type Spot } from '#provision/reach.ts'
import { complain } from './adjust.ts'
import { globbing, type Item } from './item.ts'
import { type Exempt, emptyFolder } from './sweep.ts'

/** Carries out one item; false when something could not be removed, which was said. */
export function remove(place: Place, item: Item, exempt: Exempt): Promise<boolean> {
  switch (item.letter) {
    case 'r':
      return each(place, item, spot => removeNode(place, spot))
    case 'R':
      return each(place, item, spot => removeAll(place, spot, exempt))
    case 'D':
      return each(place, item, spot => {
        emptyFolder(place, spot, exempt)
        return true
      })
    default:
      return Promise.resolve(true)
  }
}

/** Undoes one item; false when something could not be removed, which was said. */
export function purge(place: Place, item: Item, exempt: Exempt): Promise<boolean> {
  return item.purge ? each(place, item, spot => removeAll(place, spot, exempt)) : Promise.resolve(true)
}

async function each(place: Place, item: Item, use: (spot: Spot) => boolean): Promise<boolean> {
  const paths = globbing.has(item.letter) ? globPaths(place.kernel.files, item.path) : [item.path]
  let isGood = true
  for (const path of paths) {
    const spot = await reach(place, path, { create: false, anyWay: true })
    if (spot.ok) {
      isGood = use(spot.value) && isGood
      spot.value.close()
    } else if (spot.error.errno !== 'ENOENT' && (item.letter !== 'D' || spot.error.errno !== 'ENOTDIR')) {
      isGood = complain(place, `rm ${path}`, { ok: false, error: spot.error.errno })
    }
  }
  return isGood
}

function removeNode(place: Place, { at, path }: Spot): boolean {
  const { files } = place.kernel
  const status = files.linkStatus(at)
  if (!status.ok) {
    return status.error === 'ENOENT' || complain(place, `Failed to stat(${path})`, status)
  }
  if (place.dryRun) {
    return announce(place, `Would remove "${path}".`)
  }
  const removed = status.value.kind === 'directory' ? files.removeDirectory(at) : files.unlink(at)
  return removed.ok || removed.error === 'ENOENT' || complain(place, `rm ${path}`, removed)
}

/** Of a folder, all that has no line of its own; the folder stays when something in it does. */
function removeAll(place: Place, spot: Spot, exempt: Exempt): boolean {
  const { files } = place.kernel
  const isFolder = emptyFolder(place, spot, exempt)
  if (place.dryRun) {
    return announce(place, `Would remove ${isFolder ? 'directory' : 'file'} "${spot.path}".`)
  }
  const removed = isFolder ? files.removeDirectory(spot.at) : files.unlink(spot.at)
  const stays = !removed.ok && (removed.error === 'ENOENT' || (isFolder && removed.error === 'ENOTEMPTY'))
  return removed.ok || stays || complain(place, `rm ${spot.path}`, removed)
}

function announce(place: Place, line: string): true {
  place.say('info', line)
  return true
}
