/** Plain text. */
import type { Kind } from './kind.ts'

/** Text with specifiers; an empty assignment clears it. */
export function text(): Kind<string> {
  return {
    initial: '',
    take: (before, value, place) => (value === '' ? '' : (place.expand(value) ?? before)),
  }
}

/** Text as it stands, specifiers and all. */
export function verbatim(): Kind<string> {
  return { initial: '', take: (_, value) => value }
}
