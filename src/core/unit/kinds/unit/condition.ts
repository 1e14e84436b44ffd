/** One Condition...= or Assert...= (systemd.unit(5)): all of them make one list, the last one of the files in front. */
import type { Condition } from '#core/unit/condition.ts'
import { expandQuoted } from '#core/unit/kinds/complain.ts'
import type { Place } from '#core/unit/kinds/kind.ts'
import { checkPath } from '#core/unit/kinds/path.ts'

/** Reads conditions of a type; an empty assignment clears the whole list. */
export function condition(type: string) {
  const isPath = /(Path|Directory|File|NeedsUpdate)/.test(type)
  return (before: readonly Condition[], text: string, place: Place): readonly Condition[] => {
    if (text === '') {
      return []
    }
    // Only what is no path may have blanks behind the signs.
    const signs = isPath ? /^(\|?)(!?)/ : /^(\|?)[ \t\n\r]*(!?)[ \t\n\r]*/
    const [all = '', trigger = '', negate = ''] = signs.exec(text) ?? []
    const written = text.slice(all.length)
    const parameter = isPath ? readPath(written, place) : place.expand(written)
    if (parameter === undefined) {
      return before
    }
    return [{ type, trigger: trigger !== '', negate: negate !== '', parameter }, ...before]
  }
}

function readPath(written: string, place: Place): string | undefined {
  const expanded = expandQuoted(place, written)
  return expanded === undefined ? undefined : checkPath(expanded, place)
}
