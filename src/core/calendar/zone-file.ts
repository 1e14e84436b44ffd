/** Files of the time zone database (tzfile(5)): a list of changes, and a rule for the time behind the last of them. */
import { parsePosixZone } from './posix-zone.ts'
import type { Offset, Zone } from './zone.ts'

/** A moment in seconds since 1970, and what is in force from then on. */
interface Change {
  readonly at: number
  readonly offset: Offset
}

/** Reads a zone's file, of version 1 or later; undefined when it is none or is cut short. */
export function parseZoneFile(bytes: Uint8Array): Zone | undefined {
  const first = readHeader(bytes, 0)
  if (first === undefined) {
    return undefined
  }
  if (first.version === 0) {
    return readBlock(bytes, first, 4, undefined)
  }
  const second = readHeader(bytes, first.start + blockSize(first, 4))
  if (second === undefined) {
    return undefined
  }
  const footer = readFooter(bytes, second.start + blockSize(second, 8))
  return readBlock(bytes, second, 8, footer === '' ? undefined : parsePosixZone(footer))
}

interface Header {
  /** 0 for the first version, else 2 or more. */
  readonly version: number
  readonly changes: number
  readonly types: number
  readonly characters: number
  /** Leap seconds and indicators, which are not used. */
  readonly leaps: number
  readonly standards: number
  readonly universals: number
  /** Where the data begins. */
  readonly start: number
}

const headerSize = 44

function readHeader(bytes: Uint8Array, start: number): Header | undefined {
  if (bytes.length < start + headerSize) {
    return undefined
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + start)
  if (view.getUint32(0) !== 0x545a6966) {
    return undefined
  }
  const version = view.getUint8(4) === 0 ? 0 : view.getUint8(4) - 0x30
  const counts = [20, 24, 28, 32, 36, 40].map(at => view.getUint32(at))
  const [universals = 0, standards = 0, leaps = 0, changes = 0, types = 0, characters = 0] = counts
  return { version, changes, types, characters, leaps, standards, universals, start: start + headerSize }
}

function blockSize(header: Header, timeSize: 4 | 8): number {
  const { changes, types, characters, leaps, standards, universals } = header
  return changes * (timeSize + 1) + types * 6 + characters + leaps * (timeSize + 4) + standards + universals
}

function readBlock(bytes: Uint8Array, header: Header, timeSize: 4 | 8, rule: Zone | undefined): Zone | undefined {
  const end = header.start + blockSize(header, timeSize)
  if (header.types === 0 || end > bytes.length) {
    return undefined
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, end)
  const types = readTypes(view, header, header.start + header.changes * (timeSize + 1))
  const changes: Change[] = []
  for (let index = 0; index < header.changes; index++) {
    const at = header.start + index * timeSize
    const time = timeSize === 8 ? Number(view.getBigInt64(at)) : view.getInt32(at)
    const offset = types[view.getUint8(header.start + header.changes * timeSize + index)]
    if (offset === undefined) {
      return undefined
    }
    changes.push({ at: time, offset })
  }
  return makeZone(types, changes, rule)
}

function readTypes(view: DataView, header: Header, start: number): readonly Offset[] {
  const names = start + header.types * 6
  return Array.from({ length: header.types }, (_, index) => {
    const at = start + index * 6
    return {
      seconds: view.getInt32(at),
      isDst: view.getUint8(at + 4) !== 0,
      abbreviation: readName(view, names + view.getUint8(at + 5), names + header.characters),
    }
  })
}

function readName(view: DataView, start: number, end: number): string {
  let name = ''
  for (let at = start; at < end && view.getUint8(at) !== 0; at++) {
    name += String.fromCharCode(view.getUint8(at))
  }
  return name
}

/** The rule stands between two line feeds behind the data. */
function readFooter(bytes: Uint8Array, start: number): string {
  if (bytes[start] !== 0x0a) {
    return ''
  }
  const end = bytes.indexOf(0x0a, start + 1)
  return end < 0 ? '' : String.fromCharCode(...bytes.subarray(start + 1, end))
}

function makeZone(types: readonly Offset[], changes: readonly Change[], rule: Zone | undefined): Zone | undefined {
  const before = types.find(type => !type.isDst) ?? types[0]
  if (before === undefined) {
    return undefined
  }
  const last = changes.at(-1)
  const lastOf = (isDst: boolean) =>
    (changes.findLast(change => change.offset.isDst === isDst)?.offset ?? types.findLast(type => type.isDst === isDst))
      ?.abbreviation
  const daylight = lastOf(true)
  return {
    names: rule?.names ?? [lastOf(false) ?? daylight ?? '', daylight],
    offsetAt(seconds) {
      if (rule !== undefined && (last === undefined || seconds >= last.at)) {
        return rule.offsetAt(seconds)
      }
      return findLastChange(changes, seconds)?.offset ?? before
    },
  }
}

/** The last change at or before a moment. */
function findLastChange(changes: readonly Change[], seconds: number): Change | undefined {
  let low = 0
  let high = changes.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((changes[middle]?.at ?? 0) <= seconds) {
      low = middle + 1
    } else {
      high = middle
    }
  }
  return changes[low - 1]
}
