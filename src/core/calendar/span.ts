/**
 * Lengths of time (systemd.time(7), "Parsing Time Spans" and "Displaying Time Spans"): `1h 30min`, `5.5s`, `infinity`. All are
 * bigint; 2^64-1 is infinity.
 */
import { type NumberError, readPrefix } from '#core/base/numbers.ts'
import { fail, ok, type Result } from '#core/base/result.ts'

/** A length of time without end. */
export const infinity = 2n ** 64n - 1n

/** Microseconds in the units that directives without a unit mean. */
export const usecPerMsec = 1000n
export const usecPerSec = 1_000_000n
export const usecPerMinute = 60n * usecPerSec
export const usecPerHour = 60n * usecPerMinute
export const usecPerDay = 24n * usecPerHour
export const usecPerWeek = 7n * usecPerDay
/** A twelfth of a year of 365.25 days. */
export const usecPerMonth = 2_629_800n * usecPerSec
export const usecPerYear = 31_557_600n * usecPerSec

type Unit = readonly [name: string, length: bigint]

// A name stands before each other one it starts with.
const units: readonly Unit[] = [
  ['seconds', usecPerSec],
  ['second', usecPerSec],
  ['sec', usecPerSec],
  ['s', usecPerSec],
  ['minutes', usecPerMinute],
  ['minute', usecPerMinute],
  ['min', usecPerMinute],
  ['months', usecPerMonth],
  ['month', usecPerMonth],
  ['M', usecPerMonth],
  ['msec', usecPerMsec],
  ['ms', usecPerMsec],
  ['m', usecPerMinute],
  ['hours', usecPerHour],
  ['hour', usecPerHour],
  ['hr', usecPerHour],
  ['h', usecPerHour],
  ['days', usecPerDay],
  ['day', usecPerDay],
  ['d', usecPerDay],
  ['weeks', usecPerWeek],
  ['week', usecPerWeek],
  ['w', usecPerWeek],
  ['years', usecPerYear],
  ['year', usecPerYear],
  ['y', usecPerYear],
  ['usec', 1n],
  ['us', 1n],
  ['μs', 1n],
  ['µs', 1n],
]

const nanosecondUnits: readonly Unit[] = [
  ...units.map(([name, length]): Unit => [name, length * 1000n]),
  ['nsec', 1n],
  ['ns', 1n],
]

/**
 * Reads a length of time in µs. `defaultUnit` is what a number without a unit counts: seconds unless said (`1n` for µs).
 * EINVAL for what is none, ERANGE for a negative one and beyond 2^64-2.
 */
export function parseSpan(text: string, defaultUnit: bigint = usecPerSec): Result<bigint, NumberError> {
  return readSpan(text, defaultUnit, units)
}

/** As parseSpan(), but 0 means infinity (TimeoutStopSec= and others). */
export function parseTimeout(text: string): Result<bigint, NumberError> {
  const found = parseSpan(text)
  return found.ok && found.value === 0n ? ok(infinity) : found
}

/** As parseSpan(), but an empty text means infinity. */
export function parseSpanOrInfinity(text: string): Result<bigint, NumberError> {
  return /^[ \t\n\r]*$/.test(text) ? ok(infinity) : parseSpan(text)
}

/** Reads a length of time in nanoseconds; a number without a unit counts them (TimerSlackNSec=). */
export function parseNanoseconds(text: string): Result<bigint, NumberError> {
  return readSpan(text, 1n, nanosecondUnits)
}

function readSpan(text: string, defaultUnit: bigint, known: readonly Unit[]): Result<bigint, NumberError> {
  if (/^[ \t\n\r]*infinity[ \t\n\r]*$/.test(text)) {
    return ok(infinity)
  }
  let total = 0n
  let at = skipBlanks(text, 0)
  if (at === text.length) {
    return fail('EINVAL')
  }
  while (at < text.length) {
    const part = readPart(text, at, defaultUnit, known)
    if (!part.ok) {
      return part
    }
    total += part.value.length
    if (total >= infinity) {
      return fail('ERANGE')
    }
    at = skipBlanks(text, part.value.end)
  }
  return ok(total)
}

interface Part {
  readonly length: bigint
  readonly end: number
}

/** Reads one number and its unit. */
function readPart(text: string, at: number, defaultUnit: bigint, known: readonly Unit[]): Result<Part, NumberError> {
  if (text.charAt(at) === '-') {
    return fail('ERANGE')
  }
  const whole = readPrefix(text, at, 10) ?? { value: 0n, negative: false, end: at }
  if (whole.value >= 2n ** 63n || (whole.negative && whole.value > 0n)) {
    return fail('ERANGE')
  }
  const digits = readDecimals(text, whole.end)
  if (digits === undefined && whole.end === at) {
    return fail('EINVAL')
  }
  const numberEnd = whole.end + (digits === undefined ? 0 : digits.length + 1)
  const unitStart = skipBlanks(text, numberEnd)
  const unit = known.find(([name]) => text.startsWith(name, unitStart))
  if (unit === undefined && unitStart === numberEnd && unitStart < text.length) {
    return fail('EINVAL')
  }
  const factor = unit?.[1] ?? defaultUnit
  if (whole.value >= infinity / factor) {
    return fail('ERANGE')
  }
  if (digits === '') {
    return fail('EINVAL')
  }
  return ok({
    length: whole.value * factor + decimalPart(digits ?? '', factor),
    end: unitStart + (unit?.[0].length ?? 0),
  })
}

/** The digits behind a point; undefined without a point. */
function readDecimals(text: string, at: number): string | undefined {
  if (text.charAt(at) !== '.') {
    return undefined
  }
  let end = at + 1
  while (end < text.length && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
    end++
  }
  return text.slice(at + 1, end)
}

/** Each place is cut by itself, so that a third of something loses a little at every digit, as with systemd. */
function decimalPart(digits: string, factor: bigint): bigint {
  let sum = 0n
  let place = factor / 10n
  for (const digit of digits) {
    if (place === 0n) {
      break
    }
    sum += BigInt(digit) * place
    place /= 10n
  }
  return sum
}

function skipBlanks(text: string, start: number): number {
  let at = start
  while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) {
    at++
  }
  return at
}

const shown: readonly Unit[] = [
  ['y', usecPerYear],
  ['month', usecPerMonth],
  ['w', usecPerWeek],
  ['d', usecPerDay],
  ['h', usecPerHour],
  ['min', usecPerMinute],
  ['s', usecPerSec],
  ['ms', usecPerMsec],
  ['us', 1n],
]

/**
 * Writes a length of time of µs as `systemctl show` does: `1min 30s`, `5.500000s`, `infinity`. What is smaller than `accuracy`
 * µs is left out, unless nothing else would be left.
 */
export function formatSpan(length: bigint, accuracy = 1n): string {
  if (length >= infinity) {
    return 'infinity'
  }
  if (length <= 0n) {
    return '0'
  }
  const words: string[] = []
  let rest = length
  for (const [name, size] of shown) {
    if (rest === 0n || (rest < accuracy && words.length > 0)) {
      break
    }
    if (rest < size) {
      continue
    }
    const places = powersOfTen(size) - powersOfTen(accuracy)
    const fine = rest < usecPerMinute ? (rest % size) / 10n ** BigInt(powersOfTen(accuracy)) : rest % size
    const pointed = rest < usecPerMinute && rest % size > 0n && places > 0
    words.push(`${rest / size}${pointed ? `.${fine.toString().padStart(places, '0')}` : ''}${name}`)
    rest = pointed ? 0n : fine
  }
  return words.join(' ')
}

function powersOfTen(value: bigint): number {
  let count = 0
  for (let rest = value; rest > 1n; rest /= 10n) {
    count++
  }
  return count
}
