/** A binary heap: what comes first in the given order comes out first. */
export class Heap<T> {
  readonly #items: T[] = []
  readonly #before: (a: T, b: T) => boolean

  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before
  }

  get first(): T | undefined {
    return this.#items[0]
  }

  push(item: T): void {
    const items = this.#items
    items.push(item)
    for (let at = items.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1
      if (!this.#swapIfBefore(at, parent)) {
        return
      }
      at = parent
    }
  }

  pop(): T | undefined {
    const items = this.#items
    const first = items[0]
    const last = items.pop()
    if (last === undefined || items.length === 0) {
      return first
    }
    items[0] = last
    for (let at = 0; ; ) {
      const left = 2 * at + 1
      const child = this.#isBefore(left + 1, left) ? left + 1 : left
      if (!this.#swapIfBefore(child, at)) {
        return first
      }
      at = child
    }
  }

  #isBefore(one: number, other: number): boolean {
    const a = this.#items[one]
    const b = this.#items[other]
    return a !== undefined && (b === undefined || this.#before(a, b))
  }

  #swapIfBefore(child: number, parent: number): boolean {
    const a = this.#items[child]
    const b = this.#items[parent]
    if (a === undefined || b === undefined || !this.#before(a, b)) {
      return false
    }
    this.#items[child] = b
    this.#items[parent] = a
    return true
  }
}
