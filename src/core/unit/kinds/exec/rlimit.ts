/** Values of Limit*= (systemd.exec(5), "Process Properties"): `soft:hard`, or one for both. */
import type { ErrnoName } from '#core/base/linux/errno.ts'
import type { Resource, ResourceLimit } from '#core/base/linux/rlimit.ts'
import { parseUint64, uint64Max } from '#core/base/numbers.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { parseSize } from '#core/base/size.ts'
import { infinity, parseSpan, usecPerSec } from '#core/calendar/span.ts'
import { splitWords } from '#core/unitfile/words.ts'

/**
 * Reads a limit in the unit of its resource; `infinity` is 2^64-1. EILSEQ when the soft limit is above the hard one, else EINVAL
 * and ERANGE.
 */
export function parseResourceLimit(resource: Resource, text: string): Result<ResourceLimit, ErrnoName> {
  const words = splitWords(text, { separators: ':', emptyWords: true })
  if (!words.ok) {
    return words
  }
  const [first = '', second, ...rest] = words.value
  const soft = parseOne(resource, first)
  if (!soft.ok) {
    return soft
  }
  if (second === undefined) {
    return ok({ soft: soft.value, hard: soft.value })
  }
  // One colon at the end is passed over.
  if (rest.length > 1 || (rest[0] ?? '') !== '') {
    return fail('EINVAL')
  }
  const hard = parseOne(resource, second)
  if (!hard.ok) {
    return hard
  }
  return soft.value > hard.value ? fail('EILSEQ') : ok({ soft: soft.value, hard: hard.value })
}

function parseOne(resource: Resource, text: string): Result<bigint, ErrnoName> {
  const unlimited = text === 'infinity' ? ok(infinity) : undefined
  switch (resource.unit) {
    case 'count':
      return unlimited ?? finite(parseUint64(text))
    case 'bytes':
      return unlimited ?? finite(parseSize(text, 1024))
    case 'time':
      return unlimited ?? wholeSeconds(parseSpan(text))
    case 'fine-time':
      return unlimited ?? parseSpan(text, 1n)
    case 'nice':
      return parseNiceLimit(text)
  }
}

function finite(found: Result<bigint, ErrnoName>): Result<bigint, ErrnoName> {
  return found.ok && found.value === infinity ? fail('ERANGE') : found
}

/** A started second counts whole. */
function wholeSeconds(found: Result<bigint, ErrnoName>): Result<bigint, ErrnoName> {
  if (!found.ok || found.value === infinity) {
    return found
  }
  return ok((found.value + usecPerSec - 1n) / usecPerSec)
}

/** With a sign it is a nice level, -20 to 19; without, the kernel's own number, 0 to 40, of which more is more favourable. */
function parseNiceLimit(text: string): Result<bigint, ErrnoName> {
  const sign = text.charAt(0)
  const number = parseUint64(sign === '+' || sign === '-' ? text.slice(1) : text)
  if (!number.ok) {
    return number
  }
  if (sign === '+') {
    return number.value > 19n ? fail('ERANGE') : ok(20n - number.value)
  }
  if (sign === '-') {
    return number.value > 20n ? fail('ERANGE') : ok(20n + number.value)
  }
  return number.value > 40n ? fail('ERANGE') : number
}

/** A limit as `systemctl show` prints it. */
export function formatResourceLimit(limit: bigint): string {
  return limit === uint64Max ? 'infinity' : `${limit}`
}
