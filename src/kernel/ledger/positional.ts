/** Reading and writing at a place of a file, by descriptor. */
import { readSync, writeSync } from 'node:fs'

/** What is there from a position, at most `size` bytes. */
export function readAt(fd: number, position: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size)
  let count = 0
  for (let piece = 1; piece > 0 && count < size; count += piece) {
    piece = readSync(fd, bytes, count, size - count, position + count)
  }
  return bytes.subarray(0, count)
}

/** Writes all of it, or throws what Node throws. */
export function writeAt(fd: number, position: number, bytes: Uint8Array): void {
  for (let count = 0; count < bytes.length; ) {
    count += writeSync(fd, bytes, count, bytes.length - count, position + count)
  }
}

/** A 32-bit number, 0 beyond the end. */
export function readNumber(fd: number, position: number): number {
  const bytes = readAt(fd, position, 4)
  return bytes.length === 4 ? bytes.readUInt32LE(0) : 0
}

/** A 32-bit number in one write. */
export function writeNumber(fd: number, position: number, value: number): void {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value >>> 0)
  writeAt(fd, position, bytes)
}
