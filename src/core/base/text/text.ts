/**
 * Text from outside is UTF-8 by custom only. Bytes that are not are kept as lone surrogates U+DC80..U+DCFF (byte 0x80 is
 * U+DC80), so that a path or a variable of a foreign encoding goes back out as it came in.
 */

/** Text of bytes. Never fails; encodeText gives the same bytes back. */
export function decodeText(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const ascii = asciiEnd(bytes, at)
    if (ascii > at) {
      text += String.fromCharCode(...bytes.subarray(at, ascii))
      at = ascii
    } else {
      const sequence = sequenceAt(bytes, at)
      text += String.fromCodePoint(sequence.point)
      at += sequence.length
    }
  }
  return text
}

/** Bytes of text: UTF-8, but U+DC80..U+DCFF become the byte they stand for. Any other lone surrogate becomes U+FFFD. */
export function encodeText(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3)
  let size = 0
  for (let at = 0; at < text.length; ) {
    const point = text.codePointAt(at) ?? 0
    at += point > 0xffff ? 2 : 1
    size = put(bytes, size, point)
  }
  return bytes.slice(0, size)
}

/** Where the run of ASCII that starts at `at` ends; at most 4096 further, as a call takes only so many arguments. */
function asciiEnd(bytes: Uint8Array, at: number): number {
  const most = Math.min(bytes.length, at + 4096)
  let end = at
  while (end < most && (bytes[end] ?? 0x80) < 0x80) {
    end++
  }
  return end
}

const foreign = (byte: number): { readonly point: number; readonly length: number } => ({
  point: 0xdc00 + byte,
  length: 1,
})

/** The character at `at`, or the one byte there when it starts none (RFC 3629: shortest form, no surrogates). */
function sequenceAt(bytes: Uint8Array, at: number): { readonly point: number; readonly length: number } {
  const first = bytes[at] ?? 0
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
  if (first < 0xc2 || first > 0xf4) {
    return foreign(first)
  }
  let point = first & (0x7f >> length)
  for (let i = 1; i < length; i++) {
    const next = bytes[at + i] ?? 0
    if ((next & 0xc0) !== 0x80) {
      return foreign(first)
    }
    point = (point << 6) | (next & 0x3f)
  }
  const shortest = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000
  if (point < shortest || point > 0x10ffff || isSurrogate(point)) {
    return foreign(first)
  }
  return { point, length }
}

const isSurrogate = (point: number): boolean => point >= 0xd800 && point <= 0xdfff

/** Writes one code point and returns where the next one goes. */
function put(bytes: Uint8Array, at: number, given: number): number {
  if (given >= 0xdc80 && given <= 0xdcff) {
    bytes[at] = given - 0xdc00
    return at + 1
  }
  const point = isSurrogate(given) ? 0xfffd : given
  const length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  let rest = point
  for (let i = length - 1; i > 0; i--) {
    bytes[at + i] = 0x80 | (rest & 0x3f)
    rest >>= 6
  }
  bytes[at] = length === 1 ? rest : ((0xf00 >> length) & 0xff) | rest
  return at + length
}

/** A copy of a text that shares nothing with it: a slice keeps alive what it was cut from, however long that is. */
export function detached(text: string): string {
  // One text in one piece comes out of this; joining and cutting would be put off by the engine.
  return JSON.parse(JSON.stringify(text)) as string
}

/**
 * A text that cannot steer a terminal: control characters, C1 ones among them (U+0080 to U+009F, also as single bytes), become
 * U+FFFD. Tabs and line ends stay.
 */
export function withoutControls(text: string): string {
  return text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f\udc80-\udc9f]/gu, '\ufffd')
}
