/**
 * Shares of a whole: percent (`50%`), permille (`505‰`) and permyriad (`5050‱`), each given in its own unit (systemd.syntax(7)
 * knows no name for them; CPUQuota=, MemoryMax= and ManagedOOMMemoryPressureLimit= read them).
 *
 * A finer unit takes the coarser signs too, with as many decimals as it can hold. EINVAL for what is no share, ERANGE for a
 * negative one and for more than the whole, unless `unbounded`.
 */
import { type NumberError, parseInt32 } from './numbers.ts'
import { fail, ok, type Result } from './result.ts'

const int32Max = 2 ** 31 - 1

/** Reads `50%` as 50. */
export function parsePercent(text: string, limit: 'bounded' | 'unbounded' = 'bounded'): Result<number, NumberError> {
  return bound(readShare(text, '%', 0), limit, 100)
}

/** Reads `505‰` and `50.5%` as 505. */
export function parsePermille(text: string, limit: 'bounded' | 'unbounded' = 'bounded'): Result<number, NumberError> {
  const found = text.endsWith('‰') ? readShare(text, '‰', 0) : readShare(text, '%', 1)
  return bound(found, limit, 1000)
}

/** Reads `5055‱`, `505.5‰` and `50.55%` as 5055. */
export function parsePermyriad(text: string, limit: 'bounded' | 'unbounded' = 'bounded'): Result<number, NumberError> {
  const sign = text.endsWith('‱') ? '‱' : text.endsWith('‰') ? '‰' : '%'
  return bound(readShare(text, sign, { '‱': 0, '‰': 1, '%': 2 }[sign]), limit, 10000)
}

/** Reads a number in front of a sign, with at most `decimals` digits behind a point, as a multiple of the last place. */
function readShare(text: string, sign: string, decimals: number): Result<number, NumberError> {
  if (!text.endsWith(sign)) {
    return fail('EINVAL')
  }
  const body = text.slice(0, -sign.length)
  const point = decimals === 0 ? -1 : body.indexOf('.')
  const digits = point < 0 ? '' : body.slice(point + 1)
  if (point >= 0 && !(/^[0-9]+$/.test(digits) && digits.length <= decimals)) {
    return fail('EINVAL')
  }
  const whole = parseInt32(point < 0 ? body : body.slice(0, point))
  if (!whole.ok) {
    return whole
  }
  const share = whole.value * 10 ** decimals + Number(digits.padEnd(decimals, '0'))
  return whole.value < 0 || share > int32Max ? fail('ERANGE') : ok(share)
}

function bound(found: Result<number, NumberError>, limit: 'bounded' | 'unbounded', whole: number) {
  return found.ok && limit === 'bounded' && found.value > whole ? fail('ERANGE' as const) : found
}
