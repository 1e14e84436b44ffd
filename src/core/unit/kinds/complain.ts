/** The usual words for a value that cannot be taken. */
import { type ErrnoName, errnoText } from '#core/base/errno.ts'
import type { Result } from '#core/base/result.ts'
import type { Kind, Place } from '#core/unit/kind.ts'

/** Says that an assignment is ignored, and why, as systemd words it for most directives. */
export function cannotParse(place: Place, text: string, why: ErrnoName): void {
  place.warn(`Failed to parse ${place.key}=${text}, ignoring: ${errnoText(why)}`)
}

/**
 * A kind for a single value: `parse` reads it, an empty assignment brings back the initial value, a bad one is ignored.
 */
export function single<T>(initial: T, parse: (text: string) => Result<T, ErrnoName>): Kind<T> {
  return {
    initial,
    take(before, text, place) {
      if (text === '') {
        return initial
      }
      const parsed = parse(text)
      if (parsed.ok) {
        return parsed.value
      }
      cannotParse(place, text, parsed.error)
      return before
    },
  }
}
