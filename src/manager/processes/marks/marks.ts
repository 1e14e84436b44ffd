/**
 * Which unit a process belongs to, without cgroups.
 *
 * Each start of a unit gets a number, which its processes carry as RLIMIT_LOCKS: the kernel ignores that limit, every child
 * inherits it, and nobody without CAP_SYS_RESOURCE can raise it again. Numbers only go down. They stand a stride apart, so
 * that a berth inside a service can number its own services within the stride it was given: whatever lies in
 * (mark - stride, mark] belongs to the start that has the mark.
 */
import type { Host } from '#kernel/kernel.ts'

/** RLIM_INFINITY: the limit of a process that no manager has marked. */
export const unmarked = 2n ** 64n - 1n

const RLIMIT_LOCKS = 10

/** The mark the manager itself was given: infinity, unless it runs in a service of another manager of our kind. */
export function ownMark({ limits }: Pick<Host, 'limits'>): bigint {
  return limits.find(({ resource }) => resource === RLIMIT_LOCKS)?.hard ?? unmarked
}

/** Strides of nested managers, the outermost first. What is nested deeper than this is not told apart. */
const strides = [2n ** 36n, 2n ** 14n, 1n] as const
const outermost = 2n ** 63n

/** Fewer marks than this are as good as none: a day's cron jobs would use them up. */
const usefulMarks = 1000n

/** So many starts one turn of the manager may have begun. What has a lower mark has given it to itself. */
const soonMarks = 64n

export class Marks {
  readonly #own: bigint
  readonly #top: bigint
  readonly #stride: bigint
  /** Marks from here on downwards belong to somebody else, or are none. */
  readonly #bottom: bigint
  readonly #units = new Map<bigint, string>()
  #next: bigint

  /** @param own RLIMIT_LOCKS of the manager itself. @param next where a former life of this manager stopped counting. */
  constructor(own: bigint, next: bigint | null) {
    const level = own === unmarked ? 0 : own % strides[0] === 0n ? 1 : 2
    this.#stride = strides[level]
    this.#own = own
    this.#top = own === unmarked ? outermost : own
    const room = level === 0 ? outermost : strides[level - 1]
    this.#bottom = this.#top > (room ?? 0n) ? this.#top - (room ?? 0n) : 0n
    this.#next = next ?? this.#top - this.#stride
    if (next === null && (this.#next - this.#bottom) / this.#stride < usefulMarks) {
      this.#next = this.#bottom
    }
  }

  /** Whether no mark is left to give, as under `docker run --ulimit locks=30`: processes are told apart by other signs then. */
  get areUsedUp(): boolean {
    return this.#next <= this.#bottom
  }

  /** The mark the next start will get, for a later life. */
  get next(): bigint {
    return this.#next
  }

  /** Whether this is a mark that the next starts would get, though a process has it already: no life remembers giving it. */
  isNext(mark: bigint): boolean {
    return !this.areUsedUp && mark <= this.#next && mark > this.#next - soonMarks * this.#stride
  }

  /** A new mark for a start of this unit, or where none is left the manager's own, which tells nothing. */
  take(unit: string): bigint {
    if (this.areUsedUp) {
      return this.#own
    }
    const mark = this.#next
    this.#next -= this.#stride
    this.#units.set(mark, unit)
    return mark
  }

  /** A mark that a former life gave. It is not given again, also where nobody remembers how far that one had counted. */
  restore(mark: bigint, unit: string): void {
    if (mark > this.#bottom && mark < this.#top) {
      this.#units.set(mark, unit)
      if (mark <= this.#next) {
        this.#next = mark - this.#stride
      }
    }
  }

  /** Whether a process carries what no start was given: it must have lowered its limit by itself. */
  isStray(mark: bigint): boolean {
    return (mark < this.#top || (mark === this.#own && this.areUsedUp)) && this.unitOf(mark) === undefined
  }

  /** The unit a process with this mark belongs to. */
  unitOf(mark: bigint): string | undefined {
    if (mark === unmarked || mark >= this.#top) {
      return undefined
    }
    const above = mark % this.#stride
    return this.#units.get(above === 0n ? mark : mark + this.#stride - above)
  }

  /** No process carries a mark of this unit any more. */
  forget(unit: string): void {
    for (const [mark, owner] of this.#units) {
      if (owner === unit) {
        this.#units.delete(mark)
      }
    }
  }
}
