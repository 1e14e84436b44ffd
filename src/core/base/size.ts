import { type NumberError, readPrefix, uint64Max } from './numbers.ts'
import { fail, ok, type Result } from './result.ts'

const suffixes = ['E', 'P', 'T', 'G', 'M', 'K', 'B', ''] as const

/**
 * Reads an amount of bytes such as `1.5G` or `1G 500M`: each unit is smaller than the one before, a plain number is bytes.
 * `base` is 1024 for memory and files (MemoryMax=, LimitFSIZE=), 1000 for bandwidth (IOReadBandwidthMax=); systemd.syntax(7).
 * EINVAL for what is no amount, ERANGE for a negative one and beyond 2^64-1.
 */
export function parseSize(text: string, base: 1000 | 1024): Result<bigint, NumberError> {
  let total = 0n
  let at = 0
  let next = 0
  do {
    const part = readPart(text, at, next, BigInt(base))
    if (!part.ok) {
      return part
    }
    total += part.value.bytes
    if (total > uint64Max) {
      return fail('ERANGE')
    }
    at = part.value.end
    next = part.value.suffix + 1
  } while (at < text.length)
  return ok(total)
}

type Part = { readonly bytes: bigint; readonly suffix: number; readonly end: number }

function readPart(text: string, at: number, firstSuffix: number, base: bigint): Result<Part, NumberError> {
  const whole = readPrefix(text, at, 10)
  if (whole === null) {
    return fail('EINVAL')
  }
  if (whole.value > uint64Max || whole.negative) {
    return fail('ERANGE')
  }
  const point = readFraction(text, whole.end)
  if (!point.ok) {
    return point
  }
  let end = point.value.end
  while (' \t\n\r'.includes(text.charAt(end)) && end < text.length) {
    end++
  }
  const suffix = suffixes.findIndex((name, index) => index >= firstSuffix && text.startsWith(name, end))
  if (suffix < 0) {
    return fail('EINVAL')
  }
  const factor = base ** BigInt(Math.max(0, 6 - suffix))
  const { fraction } = point.value
  if (whole.value + (fraction > 0 ? 1n : 0n) > uint64Max / factor) {
    return fail('ERANGE')
  }
  const bytes = whole.value * factor + BigInt(Math.trunc(fraction * Number(factor)))
  return ok({ bytes, suffix, end: end + (suffixes[suffix]?.length ?? 0) })
}

/** The digits behind a point as a number below 1. `10.M` is allowed: no digit at all means none. */
function readFraction(text: string, at: number): Result<{ fraction: number; end: number }, NumberError> {
  if (text.charAt(at) !== '.') {
    return ok({ fraction: 0, end: at })
  }
  const digits = /^[0-9]*/.exec(text.slice(at + 1))?.[0] ?? ''
  if (digits !== '' && BigInt(digits.slice(0, 100)) > uint64Max) {
    return fail('ERANGE')
  }
  let fraction = Number(digits)
  for (let index = 0; index < digits.length; index++) {
    fraction /= 10
  }
  return ok({ fraction, end: at + 1 + digits.length })
}
