/** Many alarms on one clock: which keys ring when. */
import { Heap } from '#core/base/heap.ts'

interface Alarm {
  readonly key: string
  readonly at: number
}

export class Alarms {
  /** Alarms that were moved or cleared stay in here until they come up. */
  readonly #heap = new Heap<Alarm>((a, b) => a.at < b.at)
  readonly #times = new Map<string, number>()

  /** Sets, moves or (with null) clears the alarm of a key; times are monotonic µs. */
  set(key: string, at: number | null): void {
    if (at === null) {
      this.#times.delete(key)
    } else {
      this.#times.set(key, at)
      this.#heap.push({ key, at })
    }
  }

  /** When the next alarm rings, null when none is set. */
  next(): number | null {
    this.#dropStale()
    return this.#heap.first?.at ?? null
  }

  /** Takes out the key of one alarm that is due, undefined when none is. */
  takeDue(now: number): string | undefined {
    this.#dropStale()
    const { first } = this.#heap
    if (first === undefined || first.at > now) {
      return undefined
    }
    this.#heap.pop()
    this.#times.delete(first.key)
    return first.key
  }

  #dropStale(): void {
    for (let { first } = this.#heap; first !== undefined; first = this.#heap.first) {
      if (this.#times.get(first.key) === first.at) {
        return
      }
      this.#heap.pop()
    }
  }
}
