/** How to write an amount of bytes. */
export interface BytesStyle {
  readonly base: 1000 | 1024
  /** One digit behind the point, when it is not zero. */
  readonly point: boolean
  /** A `B` behind amounts below the first unit. */
  readonly unit: boolean
}

/** The style of `systemctl status` and `show`: powers of 1024 with a point. */
export const statusBytes: BytesStyle = { base: 1024, point: true, unit: true }

const suffixes = ['E', 'P', 'T', 'G', 'M', 'K'] as const
const uint64Max = 2n ** 64n - 1n

/** An amount of bytes for people, cut and not rounded: `1.5G`, `1023B`. Undefined for 2^64-1, which means unknown. */
export function formatBytes(amount: bigint, style: BytesStyle = statusBytes): string | undefined {
  if (amount === uint64Max) {
    return undefined
  }
  const base = BigInt(style.base)
  for (const [index, suffix] of suffixes.entries()) {
    const factor = base ** BigInt(suffixes.length - index)
    if (amount < factor) {
      continue
    }
    const tenth = ((amount / (factor / base)) * 10n) / base - (amount / factor) * 10n
    return style.point && tenth > 0n ? `${amount / factor}.${tenth}${suffix}` : `${amount / factor}${suffix}`
  }
  return style.unit ? `${amount}B` : `${amount}`
}
