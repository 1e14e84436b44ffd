/** Many alarms on one clock: whose rings when. */
import { Heap } from '#core/base/heap.ts'

interface Alarm<O> {
  readonly owner: O
  /** What the owner is told from others by. */
  readonly key: string
  readonly at: number
}

/** Owners are plain data, and two that say the same are one. */
export class Alarms<O> {
  /** Alarms that were moved or cleared stay in here until they come up. */
  readonly #heap = new Heap<Alarm<O>>((a, b) => a.at < b.at)
  readonly #times = new Map<string, number>()

  /** Sets, moves or (with null) clears the alarm of an owner; times are monotonic µs. */
  set(owner: O, at: number | null): void {
    const key = JSON.stringify(owner)
    if (at === null) {
      this.#times.delete(key)
    } else {
      this.#times.set(key, at)
      this.#heap.push({ owner, key, at })
    }
  }

  /** When the next alarm rings, null when none is set. */
  next(): number | null {
    this.#dropStale()
    return this.#heap.first?.at ?? null
  }

  /** Takes out the owner of one alarm that is due, undefined when none is. */
  takeDue(now: number): O | undefined {
    this.#dropStale()
    const { first } = this.#heap
    if (first === undefined || first.at > now) {
      return undefined
    }
    this.#heap.pop()
    this.#times.delete(first.key)
    return first.owner
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
