/** Texts in columns of a terminal. */
import { ellipsize, isWide } from '#core/base/text/ellipsize.ts'
import { glyph } from './glyph.ts'
import type { Look } from './look.ts'

const tabWidth = 8

/** How many columns a text takes. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text) {
    width += character === '\t' ? tabWidth : isWide(character.codePointAt(0) ?? 0) ? 2 : 1
  }
  return width
}

/** Cuts a text to at most so many columns; what is cut off shows as dots, or as `…` where that can be printed. */
export function shorten(text: string, columns: number, look: Pick<Look, 'utf8'>): string {
  if (widthOf(text) <= columns) {
    return text
  }
  if (look.utf8 || !isAscii(text)) {
    return ellipsize(text, columns, 100)
  }
  const dots = glyph('ellipsis', look).slice(0, columns)
  return text.slice(0, columns - dots.length) + dots
}

function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text)
}
