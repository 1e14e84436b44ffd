/** `--clean`: what has not been used for as long as its folder's line says is removed (tmpfiles.d(5), "Age"). */
import { globPaths } from '#provision/glob.ts'
import type { Place } from '#provision/place.ts'
import { reach } from '#provision/reach.ts'
import type { Item } from './item.ts'
import { cleanFolder, type Exempt } from './sweep.ts'

/** Carries out one item; false when a folder could not be reached, which was said. */
export async function clean(place: Place, item: Item, exempt: Exempt): Promise<boolean> {
  const { age } = item
  if (age === null || !'dDvqQCexX'.includes(item.letter)) {
    return true
  }
  const paths = 'exX'.includes(item.letter) ? globPaths(place.kernel.files, item.path) : [item.path]
  let isGood = true
  for (const path of paths) {
    const spot = await reach(place, path, { create: false, anyWay: true })
    if (spot.ok) {
      cleanFolder(place, spot.value, age, exempt)
      spot.value.close()
    } else if (spot.error.errno !== 'ENOENT' && spot.error.errno !== 'ENOTDIR') {
      place.say('error', spot.error.message)
      isGood = false
    }
  }
  return isGood
}
