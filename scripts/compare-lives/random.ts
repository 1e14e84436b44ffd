/** Chance that can be repeated: the same seed always draws the same. */
export interface Random {
  /** A whole number from 0 up to, without, `below`. */
  upTo(below: number): number
  chance(percent: number): boolean
  one<T>(of: readonly T[]): T
  /** One of the keys, each as likely as its weight says. */
  weighted<T extends string>(weights: Readonly<Record<T, number>>): T
}

export function randomOf(seed: number): Random {
  let state = (seed * 2_654_435_761) >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const upTo = (below: number): number => Math.floor(next() * below)
  return {
    upTo,
    chance: percent => next() * 100 < percent,
    one: of => {
      const drawn = of[upTo(of.length)]
      if (drawn === undefined) {
        throw new Error('nothing to draw from')
      }
      return drawn
    },
    weighted: <T extends string>(weights: Readonly<Record<T, number>>): T => {
      const entries = Object.entries(weights) as [T, number][]
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [key, weight] of entries) {
        left -= weight
        if (left < 0) {
          return key
        }
      }
      throw new Error('nothing to draw from')
    },
  }
}
