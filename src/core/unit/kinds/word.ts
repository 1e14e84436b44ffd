/** One word out of a list (Type=, Restart=, KillMode= ...). */
import type { Kind } from '#core/unit/kind.ts'
import { cannotParse } from './complain.ts'

/** `initial` may be null for a directive whose default depends on others. */
export function word<const W extends string, I extends W | null>(words: readonly W[], initial: I): Kind<W | I> {
  return {
    initial,
    take(before, text, place) {
      const found = words.find(known => known === text)
      if (found !== undefined) {
        return found
      }
      cannotParse(place, text, 'EINVAL')
      return before
    },
  }
}
