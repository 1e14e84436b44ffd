/** Time spans, in µs as bigint since "infinity" is 2^64-1 (systemd.time(7)). */
import { parseSpan } from '#core/calendar/span.ts'
import type { Kind, Place } from '#core/unit/kind.ts'
import { cannotParse } from './complain.ts'

export const USEC_INFINITY = 2n ** 64n - 1n

function parse(text: string, place: Place): bigint | undefined {
  const parsed = parseSpan(text)
  if (parsed.ok) {
    return parsed.value
  }
  cannotParse(place, text, parsed.error)
  return undefined
}

/** A plain number is seconds. */
export function span(initial: bigint): Kind<bigint> {
  return { initial, take: (before, text, place) => parse(text, place) ?? before }
}

/** As span(); null when nothing is said. */
export function optionalSpan(): Kind<bigint | null> {
  return { initial: null, take: (before, text, place) => parse(text, place) ?? before }
}

/** TimeoutStartSec= and TimeoutStopSec=: here 0 means without limit. */
export function startSpan(): Kind<bigint | null> {
  return {
    initial: null,
    take(before, text, place) {
      const parsed = parse(text, place)
      return parsed === undefined ? before : parsed === 0n ? USEC_INFINITY : parsed
    },
  }
}

/** TimeoutAbortSec=: empty brings back TimeoutStopSec=. */
export function abortSpan(): Kind<bigint | null> {
  return {
    initial: null,
    take(before, text, place) {
      if (text === '') {
        return null
      }
      const parsed = parseSpan(text)
      if (!parsed.ok) {
        place.warn(`Failed to parse ${place.key}= setting, ignoring: ${text}`)
        return before
      }
      return parsed.value === 0n ? USEC_INFINITY : parsed.value
    },
  }
}

/** JobTimeoutSec= and JobRunningTimeoutSec=. */
export function jobSpan(): Kind<bigint> {
  return {
    initial: USEC_INFINITY,
    take(before, text, place) {
      const parsed = parseSpan(text)
      if (!parsed.ok) {
        place.warn(`Failed to parse ${place.key}= parameter, ignoring: ${text}`)
        return before
      }
      return parsed.value
    },
  }
}
