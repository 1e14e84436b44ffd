/** Truth values, numbers and signals. */
import { parseBoolean } from '#core/base/boolean.ts'
import { parseUint32 } from '#core/base/numbers.ts'
import { parseSignal } from '#core/base/signal.ts'
import type { Kind } from '#core/unit/kind.ts'
import { cannotParse } from './complain.ts'

export function boolean(initial: boolean): Kind<boolean> {
  return {
    initial,
    take(before, text, place) {
      const parsed = parseBoolean(text)
      if (parsed.ok) {
        return parsed.value
      }
      cannotParse(place, text, parsed.error)
      return before
    },
  }
}

export function unsigned<T extends number | null>(initial: T): Kind<number | T> {
  return {
    initial,
    take(before, text, place) {
      const parsed = parseUint32(text)
      if (parsed.ok) {
        return parsed.value
      }
      cannotParse(place, text, parsed.error)
      return before
    },
  }
}

/** KillSignal= and its siblings: a name, with or without SIG, or a number. */
export function signal(initial: number): Kind<number> {
  return {
    initial,
    take(before, text, place) {
      const parsed = parseSignal(text)
      if (parsed.ok && parsed.value > 0) {
        return parsed.value
      }
      cannotParse(place, text, 'EINVAL')
      return before
    },
  }
}

export function optionalSignal(): Kind<number | null> {
  const inner = signal(0)
  return {
    initial: null,
    take: (before, text, place) => inner.take(before ?? 0, text, place) || before,
  }
}
