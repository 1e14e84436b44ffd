/**
 * A growing buffer with D-Bus' alignment, always little-endian. What it is given is our own data, so a value that does not
 * fit its type is a bug and throws; `mark` and `rewind` let a caller drop what a failed getter left half written.
 */
import { encodeText } from '#core/base/text/text.ts'

/** The longest message the protocol allows, in bytes (D-Bus Specification, "Message Format"). */
export const maxMessageBytes = 128 * 1024 * 1024

/** What to do with bytes that are not UTF-8: systemd's and dbus-daemon's readers refuse a message that holds one. */
export type ForeignBytes = 'keep' | 'replace'

/** A place in a Writer to go back to. */
export interface Mark {
  readonly size: number
  readonly fds: number
}

export class Writer {
  /** Descriptors that go with the bytes; `h` values are indexes into them. */
  readonly fds: number[] = []
  readonly #foreign: ForeignBytes
  #bytes: Uint8Array<ArrayBuffer>
  #view: DataView<ArrayBuffer>
  #size = 0

  constructor(foreign: ForeignBytes = 'keep', sizeBytes = 256) {
    this.#foreign = foreign
    this.#bytes = new Uint8Array(sizeBytes)
    this.#view = new DataView(this.#bytes.buffer)
  }

  get size(): number {
    return this.#size
  }

  /** What was written so far; valid until the next write. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#size)
  }

  mark(): Mark {
    return { size: this.#size, fds: this.fds.length }
  }

  rewind(mark: Mark): void {
    this.#size = mark.size
    this.fds.length = mark.fds
  }

  align(boundary: number): void {
    const padding = -this.#size & (boundary - 1)
    this.#reserve(padding)
    for (let count = 0; count < padding; count++) {
      this.#bytes[this.#size++] = 0
    }
  }

  u8(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#size] = value
    this.#size += 1
  }

  u16(value: number): void {
    const at = this.#advance(2)
    this.#view.setUint16(at, value, true)
  }

  u32(value: number): void {
    const at = this.#advance(4)
    this.#view.setUint32(at, value, true)
  }

  u64(value: bigint): void {
    const at = this.#advance(8)
    this.#view.setBigUint64(at, value, true)
  }

  f64(value: number): void {
    const at = this.#advance(8)
    this.#view.setFloat64(at, value, true)
  }

  /** Fills in a length that was not known when its place was passed. */
  patchU32(at: number, value: number): void {
    this.#view.setUint32(at, value, true)
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.#size)
    this.#size += bytes.length
  }

  /** A string with its length before and a NUL after it (`s`, `o`). */
  string(text: string): void {
    this.align(4)
    this.#reserve(4 + text.length + 1)
    const bytes = this.#bytes
    let at = this.#size + 4
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index)
      if (code === 0 || code > 0x7f) {
        this.#wideString(text)
        return
      }
      bytes[at++] = code
    }
    bytes[at] = 0
    this.#view.setUint32(this.#size, text.length, true)
    this.#size = at + 1
  }

  /** A signature: one byte of length before and a NUL after it (`g`). */
  signature(signature: string): void {
    this.u8(signature.length)
    for (let index = 0; index < signature.length; index++) {
      this.u8(signature.charCodeAt(index))
    }
    this.u8(0)
  }

  #wideString(text: string): void {
    const whole = this.#foreign === 'replace' ? text.toWellFormed().replaceAll('\0', '\ufffd') : text
    if (whole.includes('\0')) {
      throw new TypeError('a D-Bus string cannot hold a NUL character')
    }
    const encoded = encodeText(whole)
    this.u32(encoded.length)
    this.raw(encoded)
    this.u8(0)
  }

  /** Aligns to a number's own size and makes room for it, for which the buffer and its view may be replaced. */
  #advance(sizeBytes: number): number {
    this.align(sizeBytes)
    this.#reserve(sizeBytes)
    const at = this.#size
    this.#size += sizeBytes
    return at
  }

  #reserve(sizeBytes: number): void {
    const needed = this.#size + sizeBytes
    if (needed <= this.#bytes.length) {
      return
    }
    if (needed > maxMessageBytes) {
      throw new RangeError('message is longer than 128 MiB')
    }
    const grown = new Uint8Array(Math.min(Math.max(needed, this.#bytes.length * 2), maxMessageBytes))
    grown.set(this.#bytes.subarray(0, this.#size))
    this.#bytes = grown
    this.#view = new DataView(grown.buffer)
  }
}
