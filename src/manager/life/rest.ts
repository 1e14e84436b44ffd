/** Memory that a boot, a reload or many questions took is given back when nothing happens any more. */

/** Something has happened; the weight says how much garbage it left, a turn of the loop or a call being 1. */
export type Rest = (weight?: number) => void

export interface RestParts {
  /** Monotonic µs. */
  now(): number
  /** The one alarm of this: a second call replaces the first. */
  call(at: number, ring: () => void): void
  shrink(): void
}

/** What makes it worth while; a boot and a reload are, however few turns they take. */
export const worthShrinking = 30

/** How long nothing must happen before. */
const restUs = 2_000_000
/** Where something always happens it is given back amid that, but seldom. */
const longestUs = 60_000_000

export function shrinkAtRest({ now, call, shrink }: RestParts): Rest {
  let weight = worthShrinking
  let since: number | null = null
  return (more = 1) => {
    weight += more
    if (weight < worthShrinking) {
      return
    }
    const at = now()
    since ??= at
    call(Math.min(at + restUs, since + longestUs), () => {
      weight = 0
      since = null
      shrink()
    })
  }
}
