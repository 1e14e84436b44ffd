/** Documentation= (systemd.unit(5)): a list of addresses; an empty assignment clears it. */

import { cannotParse } from '#core/unit/kinds/complain.ts'
import type { Kind } from '#core/unit/kinds/kind.ts'
import { wordsOf } from '#core/unit/kinds/words.ts'

const schemes = ['http://', 'https://', 'file:/', 'info:', 'man:']

export function urlList(): Kind<readonly string[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') {
        return []
      }
      const urls = [...before]
      for (const word of wordsOf(text, { quotes: 'remove', backslash: 'retain' }, error =>
        cannotParse(place, text, error),
      )) {
        const url = place.expand(word)
        if (url === undefined) {
          continue
        }
        if (isDocumentation(url)) {
          urls.push(url)
        } else {
          place.warn(`Invalid URL, ignoring: ${url}`)
        }
      }
      return urls
    },
  }
}

function isDocumentation(url: string): boolean {
  return schemes.some(scheme => url.startsWith(scheme) && url.length > scheme.length) && /^[\x20-\x7e]+$/.test(url)
}
