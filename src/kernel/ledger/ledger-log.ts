/** The records of a ledger; where they stand in the file is told in ledger.ts. */
import { fstatSync, ftruncateSync } from 'node:fs'
import { bytesOf, textOf } from '#kernel/bytes.ts'
import { attempt } from '#kernel/files/attempt.ts'
import { readAt, readNumber, writeAt, writeNumber } from './positional.ts'

const generationOffset = 12

// Loaded when a ledger is opened: with it come all of Node's streams, which a short command has no use for.
const crc32 = (data: Uint8Array, start: number): number => process.getBuiltinModule('node:zlib').crc32(data, start)

const halves = [8 * 2 ** 20, 2 ** 30] as const

export interface Log {
  records(): readonly string[]
  append(record: string): void
  rewrite(records: readonly string[]): void
  appendedBytes(): number
}

/** The log in the file `fd`, with the records of its former life as they are now. */
export function createLog(fd: number): Log {
  let generation = readNumber(fd, generationOffset)
  const found = readRecords(fd, generation)
  let end = found.end
  let appended = 0

  function append(record: string): void {
    const bytes = encodeRecord(record, generation)
    const written = attempt(() => writeAt(fd, end, bytes))
    if (written.ok) {
      end += bytes.length
    }
    /* A gap would be worse than an old state: from now on only a rewrite helps, and the owner is told by this number. */
    appended = written.ok ? appended + bytes.length : Number.POSITIVE_INFINITY
  }

  function rewrite(records: readonly string[]): void {
    const next = (generation + 1) >>> 0
    const bytes = Buffer.concat(records.map(record => encodeRecord(record, next)))
    const start = startOf(next)
    const written = attempt(() => writeAt(fd, start, bytes))
    if (!written.ok) {
      return
    }
    writeNumber(fd, generationOffset, next)
    /* The upper half gives its memory back at once, the lower one when it is overwritten. */
    if (start === halves[0]) {
      attempt(() => ftruncateSync(fd, start + bytes.length))
    }
    generation = next
    end = start + bytes.length
    appended = 0
  }

  return {
    records: () => found.records,
    append: record => {
      if (appended < Number.POSITIVE_INFINITY) {
        append(record)
      }
    },
    rewrite,
    appendedBytes: () => appended,
  }
}

const startOf = (generation: number): number => halves[generation % 2 === 0 ? 0 : 1]

function encodeRecord(record: string, generation: number): Buffer {
  const text = bytesOf(record)
  const bytes = Buffer.allocUnsafe(8 + text.length)
  bytes.writeUInt32LE(text.length + 1, 0)
  bytes.writeUInt32LE(crc32(text, generation), 4)
  bytes.set(text, 8)
  return bytes
}

/** All records up to the first that is not whole. */
function readRecords(fd: number, generation: number): { readonly records: readonly string[]; readonly end: number } {
  const records: string[] = []
  const size = fstatSync(fd).size
  for (let from = startOf(generation); ; ) {
    const head = readAt(fd, from, 8)
    const length = head.length === 8 ? head.readUInt32LE(0) - 1 : -1
    if (length < 0 || from + 8 + length > size) {
      return { records, end: from }
    }
    const text = readAt(fd, from + 8, length)
    if (text.length !== length || crc32(text, generation) !== head.readUInt32LE(4)) {
      return { records, end: from }
    }
    records.push(textOf(text))
    from += 8 + length
  }
}
