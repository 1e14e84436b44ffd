/** StartLimitIntervalSec= and StartLimitBurst= (systemd.unit(5)): how often a unit may be started. */

export interface StartCount {
  /** Monotonic µs when the interval began; 0 before the first start. */
  readonly began: number
  readonly starts: number
}

export const noStarts: StartCount = { began: 0, starts: 0 }

export interface StartLimit {
  readonly intervalUs: bigint
  readonly burst: number
}

/** Counts one more start. @returns the new count, and whether the start is within the limit. */
export function countStart(
  count: StartCount,
  limit: StartLimit,
  now: number,
): { readonly count: StartCount; readonly allowed: boolean } {
  if (limit.intervalUs === 0n || limit.burst === 0) {
    return { count, allowed: true }
  }
  const isOver = count.began === 0 || BigInt(Math.round(count.began)) + limit.intervalUs < BigInt(Math.round(now))
  if (isOver) {
    return { count: { began: now, starts: 1 }, allowed: true }
  }
  return { count: { ...count, starts: count.starts + 1 }, allowed: count.starts < limit.burst }
}
