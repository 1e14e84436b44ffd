/** Text to bytes and back at the border to Linux; nearly all of it is UTF-8, which Node does in one step. */
import { isUtf8 } from 'node:buffer'
import { decodeText, encodeText } from '#core/base/text/text.ts'

/** As decodeText of core/base. */
export function textOf(bytes: Uint8Array): string {
  return isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8') : decodeText(bytes)
}

/** As encodeText of core/base. */
export function bytesOf(text: string): Uint8Array {
  return text.isWellFormed() ? Buffer.from(text) : encodeText(text)
}

/** A path as node:fs takes it. */
export function pathOf(path: string): string | Buffer {
  return path.isWellFormed() ? path : Buffer.from(encodeText(path))
}

/** Text for a C function. A NUL within ends it, as it would in C. */
export function terminated(text: string): Uint8Array {
  const end = text.indexOf('\0')
  return bytesOf(`${end < 0 ? text : text.slice(0, end)}\0`)
}

/** Strings that end with NUL each, as /proc/PID/environ and cmdline hold them. */
export function splitBlock(block: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = []
  for (let at = 0; at < block.length; ) {
    const end = block.indexOf(0, at)
    const stop = end < 0 ? block.length : end
    parts.push(block.subarray(at, stop))
    at = stop + 1
  }
  return parts
}
