/** The descriptors that survive exec: a table in the ledger, which the crash handler reads without our help. */
import { fail, ok } from '#core/base/result.ts'
import { bytesOf, textOf } from '#kernel/bytes.ts'
import type { Outcome } from '#kernel/kernel.ts'
import type { Native } from '#kernel/native.ts'
import { readAt, readNumber, writeAt, writeNumber } from './positional.ts'

const countOffset = 32
const tableOffset = 4096
const placeSize = 256
const placesMax = 16_384
const nameMaxBytes = placeSize - 5

/** Names of the kernel's own start so. */
const own = '\0'

interface Kept {
  keep(fd: number, name: string): Outcome<void>
  keepOwn(fd: number, name: string): void
  unkeep(fd: number): void
  readonly visible: ReadonlyMap<string, number>
}

interface Place {
  readonly fd: number
  readonly name: string
}

/** Reads the table of the ledger `fd`. What is not open any more is dropped; all of it when `forget`. */
export function createKept(native: Native, fd: number, forget: boolean): Kept {
  const places: (Place | undefined)[] = readPlaces(fd).map((place, index) => {
    if (place && !forget && native.fdCloseOnExec(place.fd, 1) >= 0) {
      return place
    }
    if (place) {
      clear(index)
    }
    return undefined
  })
  const visible = new Map<string, number>()
  for (const place of places) {
    if (place && !place.name.startsWith(own)) {
      visible.set(place.name, place.fd)
    }
  }

  function clear(index: number): void {
    writeNumber(fd, placeOffset(index), 0)
  }

  function remove(matches: (place: Place) => boolean): void {
    for (const [index, place] of places.entries()) {
      if (!place || !matches(place)) {
        continue
      }
      places[index] = undefined
      visible.delete(place.name)
      clear(index)
    }
  }

  function put(kept: number, name: string): Outcome<void> {
    const bytes = bytesOf(name)
    if (bytes.length > nameMaxBytes) {
      return fail('ENAMETOOLONG')
    }
    if (native.fdExists(kept) < 0) {
      return fail('EBADF')
    }
    remove(place => place.name === name)
    const free = places.indexOf(undefined)
    const index = free < 0 ? places.length : free
    if (index >= placesMax) {
      return fail('ENOSPC')
    }
    places[index] = { fd: kept, name }
    writePlace(fd, index, kept, bytes)
    if (index + 1 === places.length) {
      writeNumber(fd, countOffset, places.length)
    }
    return ok(undefined)
  }

  return {
    keep: (kept, name) => {
      if (name.startsWith(own) || name === '') {
        return fail('EINVAL')
      }
      const result = put(kept, name)
      if (result.ok) {
        visible.set(name, kept)
      }
      return result
    },
    keepOwn: (kept, name) => void put(kept, own + name),
    unkeep: kept => remove(place => place.fd === kept && !place.name.startsWith(own)),
    visible,
  }
}

const placeOffset = (index: number): number => tableOffset + index * placeSize

/** The number last: a place without it is free. */
function writePlace(fd: number, index: number, kept: number, name: Uint8Array): void {
  const bytes = Buffer.alloc(placeSize - 4)
  bytes.set(name)
  writeAt(fd, placeOffset(index) + 4, bytes)
  writeNumber(fd, placeOffset(index), kept + 1)
}

function readPlaces(fd: number): (Place | undefined)[] {
  const count = Math.min(readNumber(fd, countOffset), placesMax)
  return Array.from({ length: count }, (_, index) => {
    const bytes = readAt(fd, placeOffset(index), placeSize)
    const number = bytes.length === placeSize ? bytes.readUInt32LE(0) : 0
    if (number === 0) {
      return undefined
    }
    const start = bytes[4] === 0 ? 5 : 4
    const end = bytes.indexOf(0, start)
    return { fd: number - 1, name: textOf(bytes.subarray(4, end < 0 ? bytes.length : end)) }
  })
}
