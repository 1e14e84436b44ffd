/** Documentation= (systemd.unit(5)): a list of addresses; an empty assignment clears it. */
import type { Kind } from '#core/unit/kind.ts'
import { splitWords } from '#core/unitfile/words.ts'
import { cannotParse } from './complain.ts'

const schemes = ['http://', 'https://', 'file:/', 'info:', 'man:']

export function urlList(): Kind<readonly string[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') {
        return []
      }
      const words = splitWords(text, { quotes: 'remove' })
      if (!words.ok) {
        cannotParse(place, text, words.error)
        return before
      }
      const urls = words.value.flatMap(word => place.expand(word) ?? [])
      const good = urls.filter(isDocumentation)
      for (const bad of urls.filter(url => !isDocumentation(url))) {
        place.warn(`Invalid URL, ignoring: ${bad}`)
      }
      return [...before, ...good]
    },
  }
}

function isDocumentation(url: string): boolean {
  return schemes.some(scheme => url.startsWith(scheme) && url.length > scheme.length) && /^[\x20-\x7e]+$/.test(url)
}
