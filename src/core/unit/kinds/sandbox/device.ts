/** What control groups say of single devices (systemd.resource-control(5), DeviceAllow=, IODeviceWeight= ...). */
import { type ErrnoName, errnoText } from '#core/base/linux/errno.ts'
import { parseUint64, uint64Max } from '#core/base/numbers.ts'
import { pathBelow } from '#core/base/path.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { parseSize } from '#core/base/size.ts'
import { parseSpan } from '#core/calendar/span.ts'
import type { Kind, Place } from '#core/unit/kinds/kind.ts'
import { checkPath } from '#core/unit/kinds/path.ts'
import { superseded } from '#core/unit/kinds/weight.ts'
import { readWord } from '#core/unitfile/words.ts'

export interface DeviceRule {
  readonly path: string
  /** `r`, `w` and `m`: read, write, make nodes. */
  readonly rights: string
}

/** DeviceAllow=: the newest first; an empty assignment clears the list. */
export function deviceRules(): Kind<readonly DeviceRule[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') {
        return []
      }
      const word = readWord(text, 0, { quotes: 'remove' })
      if (!word.ok || word.value === null) {
        place.warn(`Failed to extract device path and rights from '${text}', ignoring.`)
        return before
      }
      const path = checkDevice(word.value.word, place)
      const rights = word.value.next < 0 ? '' : text.slice(word.value.next)
      if (path === undefined) {
        return before
      }
      if (!/^[rwm]*$/.test(rights)) {
        place.warn(`Invalid device rights '${rights}', ignoring.`)
        return before
      }
      return [{ path, rights: orderRights(rights) }, ...before]
    },
  }
}

function orderRights(rights: string): string {
  return rights === '' ? 'rwm' : ['r', 'w', 'm'].filter(right => rights.includes(right)).join('')
}

/** A node, or `char-` or `block-` and the name of a driver. */
function checkDevice(word: string, place: Place): string | undefined {
  const expanded = place.expand(word)
  if (expanded === undefined || /^(block|char)-/.test(expanded)) {
    return expanded
  }
  const path = checkPath(expanded, place, { shape: 'either' })
  if (path === undefined) {
    return undefined
  }
  const below = pathBelow(path, '/dev') ?? pathBelow(path, '/run/systemd/inaccessible') ?? ''
  if (below !== '') {
    return path
  }
  place.warn(`Invalid device node path '${path}', ignoring.`)
  return undefined
}

/** A value for a device. */
export interface DeviceValue {
  readonly path: string
  readonly value: bigint
}

/** The words systemd has for a kind of value. */
interface DeviceWords {
  /** `device path and weight`: behind "Failed to extract". */
  readonly extract: string
  /** `device path or weight`: behind "Invalid". */
  readonly specified: string
  readonly parse: (text: string) => Result<bigint, ErrnoName>
  readonly complain: (text: string, why: ErrnoName) => string
  readonly warning?: (key: string) => string
}

/** IODeviceWeight= and its likes: one device and value an assignment; an empty one clears the list. */
export function deviceValues(words: DeviceWords): Kind<readonly DeviceValue[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (words.warning !== undefined) {
        place.warn(words.warning(place.key))
      }
      if (text === '') {
        return []
      }
      const found = readDeviceValue(text, words, place)
      return found === undefined ? before : [...before, found]
    },
  }
}

function readDeviceValue(text: string, words: DeviceWords, place: Place): DeviceValue | undefined {
  const word = readWord(text, 0, { quotes: 'remove' })
  if (!word.ok) {
    place.warn(`Failed to extract ${words.extract} from '${text}', ignoring.`)
    return undefined
  }
  if (word.value === null || word.value.next < 0) {
    place.warn(`Invalid ${words.specified} specified in '${text}', ignoring.`)
    return undefined
  }
  const expanded = place.expand(word.value.word)
  const path = expanded === undefined ? undefined : checkPath(expanded, place, { shape: 'either' })
  if (path === undefined) {
    return undefined
  }
  const written = text.slice(word.value.next)
  const value = words.parse(written)
  if (value.ok) {
    return { path, value: value.value }
  }
  place.warn(words.complain(written, value.error))
  return undefined
}

function weightBetween(min: bigint, max: bigint): (text: string) => Result<bigint, ErrnoName> {
  return text => {
    const number = parseUint64(text)
    return number.ok && (number.value < min || number.value > max) ? fail('ERANGE') : number
  }
}

export const ioDeviceWeight: DeviceWords = {
  extract: 'device path and weight',
  specified: 'device path or weight',
  parse: weightBetween(1n, 10000n),
  complain: (text, why) => `IO weight '${text}' invalid, ignoring: ${errnoText(why)}`,
}

export const blockIoDeviceWeight: DeviceWords = {
  extract: 'device node and weight',
  specified: 'device node or weight',
  parse: weightBetween(10n, 1000n),
  complain: (text, why) => `Invalid block IO weight '${text}', ignoring: ${errnoText(why)}`,
  warning: superseded('IO*= settings'),
}

export const ioLatency: DeviceWords = {
  extract: 'device path and latency',
  specified: 'device path or latency',
  parse: text => parseSpan(text),
  complain: text => `Failed to parse timer value, ignoring: ${text}`,
}

const bandwidth = { extract: 'device node and bandwidth', specified: 'device node or bandwidth' }

function parseBandwidth(text: string, unlimited: 'infinity' | null): Result<bigint, ErrnoName> {
  if (text === unlimited) {
    return ok(uint64Max)
  }
  const size = parseSize(text, 1000)
  return size.ok && size.value === 0n ? fail('ERANGE') : size
}

const ioBandwidth: DeviceWords = {
  ...bandwidth,
  parse: text => parseBandwidth(text, 'infinity'),
  complain: text => `Invalid IO limit '${text}', ignoring.`,
}

const blockIoBandwidth: DeviceWords = {
  ...bandwidth,
  parse: text => parseBandwidth(text, null),
  complain: text => `Invalid Block IO Bandwidth '${text}', ignoring.`,
  warning: superseded('IO*= settings'),
}

/** The limits of one device; a limit that is not there is none. */
export interface DeviceLimits<K extends string> {
  readonly path: string
  readonly limits: Readonly<Partial<Record<K, bigint>>>
}

export type IoLimit = 'IOReadBandwidthMax' | 'IOWriteBandwidthMax' | 'IOReadIOPSMax' | 'IOWriteIOPSMax'
export type BlockIoLimit = 'BlockIOReadBandwidth' | 'BlockIOWriteBandwidth'

/** One of the limits a device can have; an empty assignment takes that limit from all devices. */
export function ioLimit(which: IoLimit) {
  return (before: readonly DeviceLimits<IoLimit>[], text: string, place: Place) =>
    setLimit(before, which, text, ioBandwidth, place)
}

/** As ioLimit(), for the older settings of block devices. */
export function blockIoLimit(which: BlockIoLimit) {
  return (before: readonly DeviceLimits<BlockIoLimit>[], text: string, place: Place) =>
    setLimit(before, which, text, blockIoBandwidth, place)
}

function setLimit<K extends string>(
  before: readonly DeviceLimits<K>[],
  which: K,
  text: string,
  words: DeviceWords,
  place: Place,
): readonly DeviceLimits<K>[] {
  if (words.warning !== undefined) {
    place.warn(words.warning(place.key))
  }
  if (text === '') {
    return before.map(device => ({ ...device, limits: { ...device.limits, [which]: uint64Max } }))
  }
  const found = readDeviceValue(text, words, place)
  if (found === undefined) {
    return before
  }
  const index = before.findIndex(({ path }) => path === found.path)
  const limits = { ...before[index]?.limits, [which]: found.value } as DeviceLimits<K>['limits']
  return index < 0 ? [...before, { path: found.path, limits }] : before.with(index, { path: found.path, limits })
}
