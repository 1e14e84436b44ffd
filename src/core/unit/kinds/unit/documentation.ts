/** Documentation= (systemd.unit(5)): a list of addresses; an empty assignment clears it. */

import { cannotParse } from '#core/unit/kinds/complain.ts'
import type { Kind } from '#core/unit/kinds/kind.ts'
import { readWord } from '#core/unitfile/words.ts'

const schemes = ['http://', 'https://', 'file:/', 'info:', 'man:']

export function urlList(): Kind<readonly string[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') return []
      const urls = [...before]
      for (let at = 0; at >= 0; ) {
        const word = readWord(text, at, { quotes: 'remove', backslash: 'retain' })
        if (!word.ok) {
          cannotParse(place, text, word.error)
          return urls
        }
        if (word.value === null) break
        at = word.value.next
        const url = place.expand(word.value.word)
        if (url === undefined) continue
        if (isDocumentation(url)) urls.push(url)
        else place.warn(`Invalid URL, ignoring: ${url}`)
      }
      return urls
    },
  }
}

function isDocumentation(url: string): boolean {
  return schemes.some(scheme => url.startsWith(scheme) && url.length > scheme.length) && /^[\x20-\x7e]+$/.test(url)
}
