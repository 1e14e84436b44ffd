/**
 * Markers: what a package's scripts note on units, to be worked off later in one go with `systemctl reload-or-restart --marked`
 * (systemctl(1), set-property).
 */
import { fail, ok, type Result } from '#core/base/result.ts'

/** In the order in which they are shown. */
const markers = ['needs-reload', 'needs-restart'] as const
export type Marker = (typeof markers)[number]

function isMarker(word: string): word is Marker {
  return markers.some(marker => marker === word)
}

/**
 * Applies words to a set of markers: plain ones replace what there is, `+x` and `-x` change it; the two are not mixed.
 * @returns the new set; the error is what to say.
 */
export function changeMarkers(before: readonly Marker[], words: readonly string[]): Result<readonly Marker[], string> {
  if (words.length === 0) {
    return ok(before)
  }
  const signs = words.map(word => /^[+-]/.exec(word)?.[0] ?? '')
  const isChange = signs[0] !== ''
  const set = new Set(isChange ? before : [])
  for (const [at, word] of words.entries()) {
    if ((signs[at] !== '') !== isChange) {
      return fail('Bad marker syntax.')
    }
    const marker = isChange ? word.slice(1) : word
    if (!isMarker(marker)) {
      return fail(`Unknown marker "${marker}".`)
    }
    if (signs[at] === '-') {
      set.delete(marker)
    } else {
      set.add(marker)
    }
  }
  return ok(markers.filter(marker => set.has(marker)))
}
