/** How the kernel treats processes (systemd.exec(5), "Scheduling" and "Process Properties"). */
import { errnoText } from '#core/base/linux/errno.ts'
import { parseInt32, parseUnsigned, uint64Max } from '#core/base/numbers.ts'
import { ok } from '#core/base/result.ts'
import { parseNice, parseOomScoreAdjust } from '#core/base/scalars.ts'
import { resettable, single } from '#core/unit/kinds/complain.ts'
import type { Kind, Place } from '#core/unit/kinds/kind.ts'
import { readWord } from '#core/unitfile/words.ts'

/** Nice=, null when nothing is said. */
export function nice(): Kind<number | null> {
  return resettable(
    single<number, null>(null, parseNice, (place, text, why) => {
      if (why === 'ERANGE') {
        place.warn(`Nice priority out of range, ignoring: ${text}`)
      } else {
        place.warn(`Failed to parse nice priority '${text}', ignoring: ${errnoText(why)}`)
      }
    }),
  )
}

/** OOMScoreAdjust=, null when nothing is said. */
export function oomScoreAdjust(): Kind<number | null> {
  return resettable(
    single<number, null>(null, parseOomScoreAdjust, (place, text, why) => {
      if (why === 'ERANGE') {
        place.warn(`OOM score adjust value out of range, ignoring: ${text}`)
      } else {
        place.warn(`Failed to parse the OOM score adjust value '${text}', ignoring: ${errnoText(why)}`)
      }
    }),
  )
}

/** What core(5) calls the bits of coredump_filter. */
const coredumpBits: readonly string[] = [
  'private-anonymous',
  'shared-anonymous',
  'private-file-backed',
  'shared-file-backed',
  'elf-headers',
  'private-huge',
  'shared-huge',
  'private-dax',
  'shared-dax',
]
const coredumpDefault = 0x33n
const allBits = 2n ** 32n - 1n

/** CoredumpFilter=: names and hexadecimal masks add up; null when nothing is said. */
export function coredumpFilter(): Kind<bigint | null> {
  return {
    initial: null,
    take(before, text, place) {
      if (text === '') {
        return null
      }
      let mask = 0n
      for (let at = 0; at >= 0; ) {
        const word = readWord(text, at)
        const bits = word.ok ? (word.value === null ? ok(0n) : readCoredumpWord(word.value.word)) : word
        if (!bits.ok) {
          place.warn(`Failed to parse the CoredumpFilter=${text}, ignoring: ${errnoText(bits.error)}`)
          return before
        }
        mask |= bits.value
        at = word.ok && word.value !== null ? word.value.next : -1
      }
      return (before ?? 0n) | mask
    },
  }
}

function readCoredumpWord(word: string) {
  if (word === 'all') {
    return ok(allBits)
  }
  if (word === 'default') {
    return ok(coredumpDefault)
  }
  const index = coredumpBits.indexOf(word)
  return index >= 0 ? ok(1n << BigInt(index)) : parseUnsigned(word, uint64Max, { base: 16 })
}

/** CPUSchedulingPolicy= and CPUSchedulingPriority=, which limit each other. */
export interface CpuScheduling {
  /** Linux' SCHED_*. */
  readonly policy: number
  readonly priority: number
}

const policies = new Map([
  ['other', 0],
  ['fifo', 1],
  ['rr', 2],
  ['batch', 3],
  ['idle', 5],
  ['ext', 7],
])
const priorityMax = 99

/** The real-time policies have priorities from 1 to 99, the others only 0; the kernel knows no others. */
function clampPriority(policy: number, priority: number): number {
  if (policy === 1 || policy === 2) {
    return Math.min(Math.max(priority, 1), priorityMax)
  }
  return [0, 3, 5, 6, 7].includes(policy) ? 0 : -1
}

export function schedulingPolicy(before: CpuScheduling | null, text: string, place: Place): CpuScheduling | null {
  if (text === '') {
    return null
  }
  const policy = policies.get(text) ?? numberUpTo(text, 2 ** 31 - 1)
  if (policy === undefined) {
    place.warn(`Failed to parse CPU scheduling policy, ignoring: ${text}`)
    return before
  }
  return { policy, priority: clampPriority(policy, before?.priority ?? 0) }
}

export function schedulingPriority(before: CpuScheduling | null, text: string, place: Place): CpuScheduling | null {
  const priority = parseInt32(text)
  if (!priority.ok) {
    place.warn(`Failed to parse CPU scheduling priority, ignoring: ${text}`)
    return before
  }
  if (priority.value < 0 || priority.value > priorityMax) {
    place.warn(`CPU scheduling priority is out of range, ignoring: ${text}`)
    return before
  }
  return { policy: before?.policy ?? 0, priority: priority.value }
}

/** IOSchedulingClass= and IOSchedulingPriority= (ioprio_set(2)). */
export interface IoScheduling {
  readonly class: number
  readonly priority: number
}

const ioClasses: readonly string[] = ['none', 'realtime', 'best-effort', 'idle']
/** Class `none` means this. */
export const ioSchedulingDefault: IoScheduling = { class: 2, priority: 4 }

export function ioClass(before: IoScheduling | null, text: string, place: Place): IoScheduling | null {
  if (text === '') {
    return null
  }
  const index = ioClasses.indexOf(text)
  const number = index >= 0 ? index : numberUpTo(text, 7)
  if (number === undefined) {
    place.warn(`Failed to parse IO scheduling class, ignoring: ${text}`)
    return before
  }
  return normalize({ class: number, priority: before?.priority ?? ioSchedulingDefault.priority })
}

export function ioPriority(before: IoScheduling | null, text: string, place: Place): IoScheduling | null {
  if (text === '') {
    return null
  }
  const priority = parseInt32(text)
  if (!priority.ok || priority.value < 0 || priority.value > 7) {
    place.warn(`Failed to parse IO priority, ignoring: ${text}`)
    return before
  }
  return normalize({ class: before?.class ?? ioSchedulingDefault.class, priority: priority.value })
}

function normalize(io: IoScheduling): IoScheduling {
  return io.class === 0 ? ioSchedulingDefault : io
}

function numberUpTo(text: string, max: number): number | undefined {
  const number = parseUnsigned(text, BigInt(max))
  return number.ok ? Number(number.value) : undefined
}

/** Personalities that a machine of an architecture can take (personality(2)): its own, and that of its 32-bit sibling. */
const siblings = new Map([
  ['x86-64', 'x86'],
  ['arm64', 'arm'],
])

/** Personality=: empty when nothing is said. */
export function personality(): Kind<string> {
  return {
    initial: '',
    take(before, text, place) {
      const own = place.host.architecture
      if (text === '' || text === own || text === siblings.get(own)) {
        return text
      }
      place.warn(`Failed to parse Personality=${text}, ignoring.`)
      return before
    },
  }
}
