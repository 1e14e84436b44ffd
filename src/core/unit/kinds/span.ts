/** Time spans, in µs as bigint since "infinity" is 2^64-1 (systemd.time(7)). */
import { infinity, parseNanoseconds, parseSpan, parseTimeout } from '#core/calendar/span.ts'
import { resettable, single } from './complain.ts'
import type { Kind, Place } from './kind.ts'

export const USEC_INFINITY = infinity

/** A plain number is seconds. */
export function span<I extends bigint | null>(initial: I): Kind<bigint | I> {
  return single<bigint, I>(initial, text => parseSpan(text))
}

/** TimeoutStopSec= and its likes: 0 means without limit. */
export function timeoutSpan<I extends bigint | null>(initial: I): Kind<bigint | I> {
  return single<bigint, I>(initial, parseTimeout)
}

/** A length of time of which an empty assignment brings back the beginning. */
export function resettableSpan<I extends bigint | null>(initial: I): Kind<bigint | I> {
  return resettable(span(initial))
}

/** TimerSlackNSec=: nanoseconds. */
export function nanoseconds(): Kind<bigint | null> {
  return unlessInfinite(single<bigint, null>(null, parseNanoseconds))
}

/** A length of time of which "infinity" is as if nothing were said. */
export function finiteSpan(): Kind<bigint | null> {
  return unlessInfinite(span(null))
}

function unlessInfinite(kind: Kind<bigint | null>): Kind<bigint | null> {
  return {
    initial: null,
    take(before, text, place) {
      const length = kind.take(before, text, place)
      return length === infinity ? null : length
    },
  }
}

function saysParameter(place: Place, text: string): void {
  place.warn(`Failed to parse ${place.key}= parameter, ignoring: ${text}`)
}

/** TimeoutStartSec=: 0 means without limit. */
export function startSpan(): Kind<bigint | null> {
  return single<bigint, null>(null, parseTimeout, saysParameter)
}

/** TimeoutAbortSec=: empty brings back TimeoutStopSec=. */
export function abortSpan(): Kind<bigint | null> {
  return resettable(
    single<bigint, null>(
      null,
      text => parseSpan(text),
      (place, text) => place.warn(`Failed to parse ${place.key}= setting, ignoring: ${text}`),
    ),
  )
}

/** JobTimeoutSec= and JobRunningTimeoutSec=: 0 means without limit; null when nothing is said. */
export function jobSpan(): Kind<bigint | null> {
  return single<bigint, null>(null, parseTimeout, saysParameter)
}
