/** Priority= of [Swap] (systemd.swap(5)). */
import { parseInt32 } from '#core/base/numbers.ts'
import type { Kind } from '#core/unit/kinds/kind.ts'

const priorityMax = 32767

/** Null when nothing is said; an empty assignment clears it. */
export function swapPriority(): Kind<number | null> {
  return {
    initial: null,
    take(before, text, place) {
      if (text === '') {
        return null
      }
      const priority = parseInt32(text)
      if (!priority.ok) {
        place.warn(`Invalid swap priority '${text}', ignoring.`)
      } else if (priority.value < -1) {
        place.warn(
          `Sorry, swap priorities smaller than -1 may only be assigned by the kernel itself, ignoring: ${text}`,
        )
      } else if (priority.value > priorityMax) {
        place.warn(`Swap priority out of range, ignoring: ${text}`)
      } else {
        return priority.value
      }
      return before
    },
  }
}
