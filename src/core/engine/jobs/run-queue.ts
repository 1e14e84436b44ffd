/**
 * Which of the jobs that may run goes first. systemd looks at the type (units that take no time first, services last) and then
 * at the name; we keep to that, since what fails with what can depend on it.
 */
import { Heap } from '#core/base/heap.ts'
import { unitTypeOf } from '#core/unit/name/name.ts'
import { unitTypes } from '#core/unit/unit-type.ts'

interface Queued {
  readonly job: number
  readonly rank: number
  readonly unit: string
}

export class RunQueue {
  readonly #heap = new Heap<Queued>((a, b) => a.rank > b.rank || (a.rank === b.rank && a.unit < b.unit))
  readonly #queued = new Set<number>()

  get isEmpty(): boolean {
    return this.#queued.size === 0
  }

  add({ id, unit }: { readonly id: number; readonly unit: string }): void {
    if (!this.#queued.has(id)) {
      this.#queued.add(id)
      const type = unitTypeOf(unit)
      this.#heap.push({ job: id, unit, rank: type === undefined ? 0 : unitTypes.indexOf(type) })
    }
  }

  /** Takes out the id of the job to try next; it may be gone from the world by now. */
  take(): number | undefined {
    const next = this.#heap.pop()
    if (next !== undefined) {
      this.#queued.delete(next.job)
    }
    return next?.job
  }
}
