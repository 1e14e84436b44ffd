/** A moment on both clocks, in microseconds; `show` tells both. Zero means never. */
export interface Instant {
  readonly realtime: number
  readonly monotonic: number
}

export const never: Instant = { realtime: 0, monotonic: 0 }

/**
 * The monotonic moment a time span after `from`, or null for a span without end (or one too long to matter: 2^53 µs are 285
 * years).
 */
export function after(from: number, span: bigint): number | null {
  const sum = BigInt(Math.round(from)) + span
  return sum > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(sum)
}
