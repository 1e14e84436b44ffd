/**
 * Questions about the bytes behind a text (text.ts): limits, orders and validity, which systemd defines on bytes.
 */
import { encodeText } from './text.ts'

/** The number of bytes of a text. */
export function utf8Length(text: string): number {
  let length = 0
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) {
      length += 1
    } else if (unit < 0x800) {
      length += 2
    } else if (unit < 0xd800 || unit > 0xdfff) {
      length += 3
    } else if (unit < 0xdc00 && isLow(text.charCodeAt(at + 1))) {
      length += 4
      at++
    } else {
      length += unit >= 0xdc80 && unit <= 0xdcff ? 1 : 3
    }
  }
  return length
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}

/** Whether a text came from UTF-8 as systemd accepts it: no foreign bytes, and no code points Unicode calls noncharacters. */
export function isUtf8(text: string): boolean {
  return text.isWellFormed() && !/\p{Noncharacter_Code_Point}/u.test(text)
}

/** A text with one U+FFFD for each byte that isUtf8() objects to, for messages. */
export function replaceForeign(text: string): string {
  return text.replace(/\p{Noncharacter_Code_Point}/gu, point => '\ufffd'.repeat(utf8Length(point))).toWellFormed()
}

/** The order of strcmp(3): by bytes, a prefix first. */
export function compareUtf8(a: string, b: string): -1 | 0 | 1 {
  const left = encodeText(a)
  const right = encodeText(b)
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0)
    if (difference !== 0) {
      return difference < 0 ? -1 : 1
    }
  }
  if (left.length === right.length) {
    return 0
  }
  return left.length < right.length ? -1 : 1
}
