/**
 * Whole numbers as C's strtoul(3) family and systemd's callers of it read them: leading blanks and a sign are allowed, `0x`
 * is hexadecimal, `0b` binary, `0o` and a leading `0` octal; nothing may follow.
 *
 * Errors are EINVAL for what is no number and ERANGE for a number outside the range, negative ones included.
 */
import { fail, ok, type Result } from './result.ts'

export type NumberError = 'EINVAL' | 'ERANGE'

/** 2^64-1: the largest uint64, which systemd also uses to say "infinity" or "unset". */
export const uint64Max = 2n ** 64n - 1n

const uint32Max = 2n ** 32n - 1n

/** What strtoul(3) found at the start of a text. */
export interface Prefix {
  /** The magnitude, without regard to any width. */
  readonly value: bigint
  readonly negative: boolean
  /** Index behind the last digit. */
  readonly end: number
}

/** How a number may be written, beyond what strtoul(3) takes. */
export interface Rules {
  /** 0 (the default) tells the base by the prefix. */
  readonly base?: 0 | 8 | 10 | 16
  readonly refuseSpace?: boolean
  readonly refuseSign?: boolean
  /** Refuses `007` but not `0`. */
  readonly refuseLeadingZero?: boolean
}

/** Reads the longest number a text starts with (strtoul(3), without its overflow); null when there is none. */
export function readPrefix(text: string, start: number, base: 0 | 2 | 8 | 10 | 16): Prefix | null {
  let at = start
  while (at < text.length && ' \t\n\v\f\r'.includes(text.charAt(at))) {
    at++
  }
  const negative = text.charAt(at) === '-'
  if (negative || text.charAt(at) === '+') {
    at++
  }
  const shape = detectBase(text, at, base)
  const digits = digitsOf[shape.base]
  let end = shape.at
  while (end < text.length && digits.includes(text.charAt(end).toLowerCase())) {
    end++
  }
  if (end === shape.at) {
    return null
  }
  return { value: toValue(text.slice(shape.at, end), shape.base), negative, end }
}

const digitsOf = { 2: '01', 8: '01234567', 10: '0123456789', 16: '0123456789abcdef' }
const literalOf = { 2: '0b', 8: '0o', 10: '', 16: '0x' }

function detectBase(text: string, at: number, base: 0 | 2 | 8 | 10 | 16): { base: 2 | 8 | 10 | 16; at: number } {
  const lead = text.slice(at, at + 2).toLowerCase()
  if ((base === 0 || base === 16) && lead === '0x' && isDigit(text, at + 2, 16)) {
    return { base: 16, at: at + 2 }
  }
  if ((base === 0 || base === 2) && lead === '0b' && isDigit(text, at + 2, 2)) {
    return { base: 2, at: at + 2 }
  }
  if (base !== 0) {
    return { base, at }
  }
  return { base: text.charAt(at) === '0' ? 8 : 10, at }
}

function isDigit(text: string, at: number, base: 2 | 16): boolean {
  return at < text.length && digitsOf[base].includes(text.charAt(at).toLowerCase())
}

// A number of more digits than this is out of every range; converting thousands of them would take quadratic time.
const digitsMax = 100

function toValue(digits: string, base: 2 | 8 | 10 | 16): bigint {
  const significant = digits.replace(/^0+/, '')
  if (significant.length > digitsMax) {
    return 2n ** 128n
  }
  return BigInt(literalOf[base] + (significant || '0'))
}

/** Reads an unsigned number up to `max`. */
export function parseUnsigned(text: string, max: bigint, rules: Rules = {}): Result<bigint, NumberError> {
  const found = parseWhole(text, rules, -uint64Max, uint64Max)
  if (!found.ok) {
    return found
  }
  if (found.value.negative && found.value.value !== 0n) {
    return fail('ERANGE')
  }
  return found.value.value > max ? fail('ERANGE') : ok(found.value.value)
}

/** Reads a signed number from `min` to `max`. */
export function parseSigned(text: string, min: bigint, max: bigint, rules: Rules = {}): Result<bigint, NumberError> {
  const found = parseWhole(text, rules, -(2n ** 63n), 2n ** 63n - 1n)
  if (!found.ok) {
    return found
  }
  const value = signed(found.value)
  return value < min || value > max ? fail('ERANGE') : ok(value)
}

function signed(prefix: Prefix): bigint {
  return prefix.negative ? -prefix.value : prefix.value
}

/** A number the machine word cannot hold is out of range whatever follows it. */
function parseWhole(text: string, rules: Rules, wordMin: bigint, wordMax: bigint): Result<Prefix, NumberError> {
  const start = /^[ \t\n\r]*/.exec(text)?.[0].length ?? 0
  if (rules.refuseSpace && start > 0) {
    return fail('EINVAL')
  }
  const lead = text.charAt(start)
  if (rules.refuseSign && (lead === '+' || lead === '-')) {
    return fail('EINVAL')
  }
  if (rules.refuseLeadingZero && /^0[0-9a-zA-Z]/.test(text.slice(start))) {
    return fail('EINVAL')
  }
  const prefix = readMangled(text, start, rules.base ?? 0)
  if (prefix === null) {
    return fail('EINVAL')
  }
  if (signed(prefix) > wordMax || signed(prefix) < wordMin) {
    return fail('ERANGE')
  }
  return prefix.end === text.length ? ok(prefix) : fail('EINVAL')
}

/** systemd knows `0b` and `0o`, which strtoul(3) of older C libraries does not, and takes them off before. */
function readMangled(text: string, start: number, base: 0 | 8 | 10 | 16): Prefix | null {
  const lead = text.slice(start, start + 2).toLowerCase()
  if (base === 0 && lead === '0b') {
    return readPrefix(text, start + 2, 2)
  }
  if (base === 0 && lead === '0o') {
    return readPrefix(text, start + 2, 8)
  }
  return readPrefix(text, start, base)
}

/** Reads a number that fits into 32 bits without sign (`safe_atou`). */
export function parseUint32(text: string, rules: Rules = {}): Result<number, NumberError> {
  return toNumber(parseUnsigned(text, uint32Max, rules))
}

/** Reads a number that fits into 16 bits without sign. */
export function parseUint16(text: string, rules: Rules = {}): Result<number, NumberError> {
  return toNumber(parseUnsigned(text, 0xffffn, rules))
}

/** Reads a number that fits into 8 bits without sign, such as an exit status. */
export function parseUint8(text: string, rules: Rules = {}): Result<number, NumberError> {
  return toNumber(parseUnsigned(text, 0xffn, rules))
}

/** Reads a number that fits into 64 bits without sign. */
export function parseUint64(text: string, rules: Rules = {}): Result<bigint, NumberError> {
  return parseUnsigned(text, uint64Max, rules)
}

/** Reads a number that fits into 32 bits with sign (`safe_atoi`). */
export function parseInt32(text: string, rules: Rules = {}): Result<number, NumberError> {
  return toNumber(parseSigned(text, -(2n ** 31n), 2n ** 31n - 1n, rules))
}

/** Reads a number that fits into 64 bits with sign. */
export function parseInt64(text: string, rules: Rules = {}): Result<bigint, NumberError> {
  return parseSigned(text, -(2n ** 63n), 2n ** 63n - 1n, rules)
}

/**
 * Reads `a-b`, or `a` alone for both ends, as unsigned 32-bit numbers. The ends are given as written: whether a range may run
 * downwards is the caller's rule.
 */
export function parseRange(text: string): Result<readonly [number, number], NumberError> {
  const dash = text.indexOf('-')
  const lower = parseUint32(dash < 0 ? text : text.slice(0, dash))
  if (!lower.ok || dash < 0) {
    return lower.ok ? ok([lower.value, lower.value]) : lower
  }
  const upper = parseUint32(text.slice(dash + 1))
  return upper.ok ? ok([lower.value, upper.value]) : upper
}

function toNumber(found: Result<bigint, NumberError>): Result<number, NumberError> {
  return found.ok ? ok(Number(found.value)) : found
}
