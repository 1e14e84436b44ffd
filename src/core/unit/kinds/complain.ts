/** The usual words for a value that cannot be taken, and kinds made of a parser and such words. */
import { type ErrnoName, errnoText } from '#core/base/linux/errno.ts'
import type { Result } from '#core/base/result.ts'
import { utf8Length } from '#core/base/text/utf8.ts'
import type { Kind, Place } from './kind.ts'

/** Says why a text was not taken. */
export type Complaint = (place: Place, text: string, why: ErrnoName) => void

/** Says that an assignment is ignored, and why, as systemd words it for most directives. */
export function cannotParse(place: Place, text: string, why: ErrnoName): void {
  place.warn(`Failed to parse ${place.key}=${text}, ignoring: ${errnoText(why)}`)
}

/** Complains with words of its own: `saying('Failed to parse IO priority')` says "…, ignoring: text". */
export function saying(what: string): Complaint {
  return (place, text) => place.warn(`${what}, ignoring: ${text}`)
}

/** A kind for a single value that `parse` reads; a bad one is ignored with a complaint. */
export function single<T, I extends T | null = T>(
  initial: I,
  parse: (text: string) => Result<T, ErrnoName>,
  complain: Complaint = cannotParse,
): Kind<T | I> {
  return {
    initial,
    take(before, text, place) {
      const parsed = parse(text)
      if (parsed.ok) {
        return parsed.value
      }
      complain(place, text, parsed.error)
      return before
    },
  }
}

/** A kind of which an empty assignment brings back the beginning. */
export function resettable<T>(kind: Kind<T>): Kind<T> {
  return {
    initial: kind.initial,
    take: (before, text, place) => (text === '' ? kind.initial : kind.take(before, text, place)),
  }
}

/** The text with its specifiers expanded; where one does not resolve the unit cannot be loaded. */
export function expandOrRefuse(place: Place, text: string, quote = "'"): string | undefined {
  const expanded = place.resolve(text)
  if (expanded.ok) {
    return expanded.value
  }
  place.refuse(`Failed to resolve unit specifiers in ${quote}${text}${quote}: ${errnoText(expanded.error)}`)
  return undefined
}

/** How to speak of a specifier that does not resolve, and how long the answer may be. */
export interface Expansion {
  readonly quote?: '"'
  readonly what?: 'specifiers'
  readonly maxBytes?: number
}

/** The text with its specifiers expanded, or undefined after a complaint; the words differ between directives. */
export function expandQuoted(place: Place, text: string, how: Expansion = {}): string | undefined {
  const { quote = '', what = 'unit specifiers', maxBytes = Number.POSITIVE_INFINITY } = how
  const expanded = place.resolve(text)
  if (expanded.ok && utf8Length(expanded.value) <= maxBytes) {
    return expanded.value
  }
  const why = expanded.ok ? 'ENAMETOOLONG' : expanded.error
  place.warn(`Failed to resolve ${what} in ${quote}${text}${quote}, ignoring: ${errnoText(why)}`)
  return undefined
}
