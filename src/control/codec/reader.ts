/**
 * Reads foreign bytes. The first fault is kept in `failure`, and from then on every read gives a zero value without moving:
 * nothing throws, and whoever loops over elements stops at `failure`.
 */
import { decodeText } from '#core/base/text/text.ts'

/**
 * One message may hold at most this many values: an `aay` of empty arrays costs its sender four bytes an element, us a
 * hundred. systemd's largest answers (5,000 units with ten columns) stay far below.
 */
export const maxValues = 1_000_000

/** Up to here one character at a time is quicker than the decoder, as measured with 5,000 rows of ListUnits. */
const shortTextBytes = 200

export class Reader {
  at = 0
  failure: string | null = null
  readonly end: number
  readonly fds: readonly number[]
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #littleEndian: boolean
  #values = 0

  constructor(bytes: Uint8Array, littleEndian: boolean, fds: readonly number[]) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#littleEndian = littleEndian
    this.end = bytes.length
    this.fds = fds
  }

  /** Gives up with a reason; the first reason stays. */
  fail(reason: string): void {
    this.failure ??= reason
  }

  /** Counts one value against the limit of the message. */
  count(): void {
    this.#values++
    if (this.#values > maxValues) {
      this.fail(`message holds more than ${maxValues} values`)
    }
  }

  align(boundary: number): void {
    const aligned = Math.ceil(this.at / boundary) * boundary
    if (aligned > this.end) {
      this.fail('message ends inside its padding')
    }
    while (this.at < aligned && this.failure === null) {
      if (this.#bytes[this.at] !== 0) {
        this.fail('padding is not zero')
      }
      this.at++
    }
  }

  u8(): number {
    return this.#take(1) ? this.#view.getUint8(this.at - 1) : 0
  }

  u16(): number {
    return this.#number(2) ? this.#view.getUint16(this.at - 2, this.#littleEndian) : 0
  }

  i16(): number {
    return this.#number(2) ? this.#view.getInt16(this.at - 2, this.#littleEndian) : 0
  }

  u32(): number {
    return this.#number(4) ? this.#view.getUint32(this.at - 4, this.#littleEndian) : 0
  }

  i32(): number {
    return this.#number(4) ? this.#view.getInt32(this.at - 4, this.#littleEndian) : 0
  }

  u64(): bigint {
    return this.#number(8) ? this.#view.getBigUint64(this.at - 8, this.#littleEndian) : 0n
  }

  i64(): bigint {
    return this.#number(8) ? this.#view.getBigInt64(this.at - 8, this.#littleEndian) : 0n
  }

  f64(): number {
    return this.#number(8) ? this.#view.getFloat64(this.at - 8, this.#littleEndian) : 0
  }

  /** A copy of the next bytes. */
  raw(sizeBytes: number): Uint8Array {
    return this.#take(sizeBytes) ? this.#bytes.slice(this.at - sizeBytes, this.at) : new Uint8Array(0)
  }

  /** A string (`s`, `o`); bytes that are not UTF-8 come as lone surrogates. */
  string(): string {
    const length = this.u32()
    return this.#text(length, 'a string')
  }

  /** A signature (`g`), not yet parsed. */
  signature(): string {
    const length = this.u8()
    return this.#text(length, 'a signature')
  }

  #text(length: number, what: string): string {
    if (!this.#take(length + 1)) {
      return ''
    }
    const start = this.at - length - 1
    if (this.#bytes[this.at - 1] !== 0) {
      this.fail(`${what} does not end with a NUL byte`)
    }
    const short = length <= shortTextBytes ? this.#ascii(start, length) : null
    if (short !== null) {
      return short
    }
    const text = decodeText(this.#bytes.subarray(start, start + length))
    if (text.includes('\0')) {
      this.fail(`${what} holds a NUL byte`)
    }
    return text
  }

  /** Short ASCII, which most strings are, without the cost of a decoder; null for anything else. */
  #ascii(start: number, length: number): string | null {
    let text = ''
    for (let at = start; at < start + length; at++) {
      const byte = this.#bytes[at] ?? 0
      if (byte === 0 || byte > 0x7f) {
        return null
      }
      text += String.fromCharCode(byte)
    }
    return text
  }

  #number(sizeBytes: number): boolean {
    this.align(sizeBytes)
    return this.#take(sizeBytes)
  }

  #take(sizeBytes: number): boolean {
    if (this.failure !== null) {
      return false
    }
    if (sizeBytes > this.end - this.at) {
      this.fail('message ends inside a value')
      return false
    }
    this.at += sizeBytes
    return true
  }
}
