/** Weights, quotas and shares of control groups (systemd.resource-control(5)). */

import type { ErrnoName } from '#core/base/linux/errno.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { parseUint64, uint64Max } from '#core/base/numbers.ts'
import { parsePermyriad } from '#core/base/percent.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { parseSize } from '#core/base/size.ts'
import { parseSpan, usecPerSec } from '#core/calendar/span.ts'
import { cannotParse, resettable, saying, single } from './complain.ts'
import type { Kind, Place } from './kind.ts'

/** A number within a range, null when nothing is said; an empty assignment clears it. */
export function weight(min: bigint, max: bigint, warning?: (key: string) => string): Kind<bigint | null> {
  const kind = resettable(single<bigint, null>(null, text => within(text, min, max)))
  if (warning === undefined) {
    return kind
  }
  return {
    initial: null,
    take(before, text, place) {
      place.warn(warning(place.key))
      return kind.take(before, text, place)
    },
  }
}

/** CPUWeight=: a weight, or `idle`, which is 0. */
export function cpuWeight(): Kind<bigint | null> {
  return resettable(single<bigint, null>(null, text => (text === 'idle' ? ok(0n) : within(text, 1n, 10000n))))
}

function within(text: string, min: bigint, max: bigint): Result<bigint, ErrnoName> {
  const number = parseUint64(text)
  return number.ok && (number.value < min || number.value > max) ? fail('ERANGE') : number
}

/** What to say of settings that cgroup v1 had. */
export function superseded(by: string): (key: string) => string {
  return key => `Unit uses ${key}=; please use ${by} instead. Support for ${key}= will be removed soon.`
}

/** CPUQuota=: µs a second, null without limit. */
export function cpuQuota(): Kind<bigint | null> {
  return {
    initial: null,
    take(before, text, place) {
      if (text === '') {
        return null
      }
      const share = parsePermyriad(text, 'unbounded')
      if (share.ok && share.value > 0) {
        return (BigInt(share.value) * usecPerSec) / 10000n
      }
      place.warn(`Invalid CPU quota '${text}', ignoring.`)
      return before
    },
  }
}

/** An amount, or a share of what the machine has, in hundredths of a percent; resolved where the machine is known. */
export type Amount =
  | { readonly is: 'value'; readonly value: bigint }
  | { readonly is: 'share'; readonly permyriad: number }

interface MemoryRules {
  /** What nothing means: a lower limit of 0, or no upper limit. */
  readonly unsaid: bigint
  readonly zero: 'allowed' | 'refused'
  /** What an empty assignment means, where that is something else. */
  readonly cleared?: bigint
  readonly warning?: (key: string) => string
}

/** A limit of memory in bytes; 2^64-1 is none. */
export function memoryLimit({ unsaid, zero, cleared = unsaid, warning }: MemoryRules): Kind<Amount> {
  const initial: Amount = { is: 'value', value: unsaid }
  return {
    initial,
    take(before, text, place) {
      const amount = text === '' ? ok<Amount>({ is: 'value', value: cleared }) : readAmount(text)
      if (!amount.ok) {
        place.warn(`Invalid memory limit '${text}', ignoring: ${errnoText(amount.error)}`)
        return before
      }
      if (text !== '' && zero === 'refused' && isNothing(amount.value)) {
        place.warn(`Memory limit '${text}' out of range, ignoring.`)
        return before
      }
      if (warning !== undefined) {
        place.warn(warning(place.key))
      }
      return amount.value
    },
  }
}

function readAmount(text: string): Result<Amount, ErrnoName> {
  if (text === 'infinity') {
    return ok({ is: 'value', value: uint64Max })
  }
  const share = parsePermyriad(text)
  if (share.ok) {
    return ok({ is: 'share', permyriad: share.value })
  }
  const size = parseSize(text, 1024)
  return size.ok ? ok({ is: 'value', value: size.value }) : size
}

function isNothing(amount: Amount): boolean {
  return amount.is === 'value' ? amount.value === 0n : amount.permyriad === 0
}

/**
 * TasksMax=: null when nothing is said. Emptied by a unit, `default`: what the manager's DefaultTasksMax= says, for slices
 * as well.
 */
export function tasksMax<Emptied extends 'default' | null>(emptied: Emptied): Kind<Amount | Emptied | null> {
  return {
    initial: null,
    take(before, text, place) {
      if (text === '') {
        return emptied
      }
      if (text === 'infinity') {
        return { is: 'value', value: uint64Max }
      }
      const share = parsePermyriad(text)
      if (share.ok) {
        return { is: 'share', permyriad: share.value }
      }
      const number = parseUint64(text)
      if (!number.ok) {
        place.warn(`Invalid maximum tasks value '${text}', ignoring: ${errnoText(number.error)}`)
        return before
      }
      if (number.value > 0n && number.value < uint64Max) {
        return { is: 'value', value: number.value }
      }
      place.warn(`Maximum tasks value '${text}' out of range, ignoring.`)
      return before
    },
  }
}

/** ManagedOOMMemoryPressureLimit=: hundredths of a percent, null when nothing is said. */
export function pressureLimit(): Kind<number | null> {
  return resettable(
    single<number, null>(null, text => parsePermyriad(text), saying('Failed to parse memory pressure limit value')),
  )
}

/** ManagedOOMMemoryPressureDurationSec=: null when nothing is said. */
export function pressureDuration(): Kind<bigint | null> {
  return {
    initial: null,
    take(before, text, place) {
      if (text === '') {
        return null
      }
      const span = parseSpan(text)
      if (!span.ok) {
        cannotParse(place, text, span.error)
        return before
      }
      return checkDuration(span.value, text, place) ? span.value : before
    },
  }
}

function checkDuration(span: bigint, text: string, place: Place): boolean {
  if (span >= usecPerSec && span < uint64Max) {
    return true
  }
  place.warn(`${place.key}= must be at least 1s and less than infinity, ignoring: ${text}`)
  return false
}
