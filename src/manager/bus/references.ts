/** Which client holds which unit, and how often (Ref, Unref): each hold is let go once, by the client or by its end. */
import type { Caller } from '#control/implement.ts'

interface Holding {
  hold(unit: string): void
  release(unit: string): void
}

export class References {
  readonly #holding: Holding
  readonly #counts = new WeakMap<Caller, Map<string, number>>()

  constructor(holding: Holding) {
    this.#holding = holding
  }

  take(caller: Caller, unit: string): void {
    const counts = this.#of(caller)
    counts.set(unit, (counts.get(unit) ?? 0) + 1)
    this.#holding.hold(unit)
  }

  /** False when this client does not hold the unit. */
  drop(caller: Caller, unit: string): boolean {
    const counts = this.#counts.get(caller)
    const count = counts?.get(unit) ?? 0
    if (count === 0) {
      return false
    }
    if (count === 1) {
      counts?.delete(unit)
    } else {
      counts?.set(unit, count - 1)
    }
    this.#holding.release(unit)
    return true
  }

  #of(caller: Caller): Map<string, number> {
    const known = this.#counts.get(caller)
    if (known !== undefined) {
      return known
    }
    const counts = new Map<string, number>()
    this.#counts.set(caller, counts)
    caller.onGone(() => {
      for (const [unit, count] of counts) {
        for (let left = count; left > 0; left--) {
          this.#holding.release(unit)
        }
      }
      counts.clear()
    })
    return counts
  }
}
