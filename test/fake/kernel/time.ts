/** A clock that tests move, and the turns in which things happen. Times are microseconds. */
import type { Clock } from '#kernel/kernel.ts'

interface Due {
  readonly at: number
  run(): void
}

export class FakeTime {
  monotonic = 10_000_000
  /** 2026-01-01 00:00:00 UTC when the machine was started. */
  realtimeOffset = 1_767_225_600_000_000
  readonly #due = new Set<Due>()
  #jumped: () => void = () => undefined

  /** Has something done after so long; what is due at the same moment is done in the order it was asked for. */
  after(us: number, run: () => void): () => void {
    const due = { at: this.monotonic + us, run }
    this.#due.add(due)
    return () => void this.#due.delete(due)
  }

  /** The clock of one life: `isAlive` says whether its alarm may still ring. */
  clock(isAlive: () => boolean): Clock {
    let cancel: () => void = () => undefined
    return {
      monotonic: () => this.monotonic,
      realtime: () => this.monotonic + this.realtimeOffset,
      alarm: (at, ring) => {
        cancel()
        if (at === null || at === Number.POSITIVE_INFINITY || !isAlive()) {
          return
        }
        cancel = this.after(Math.max(0, at - this.monotonic), () => {
          if (isAlive()) {
            ring()
          }
        })
      },
      onRealtimeJump: callback => {
        this.#jumped = () => {
          if (isAlive()) {
            callback()
          }
        }
      },
    }
  }

  /** Sets the wall clock forward or back. */
  jump(us: number): void {
    this.realtimeOffset += us
    this.#jumped()
  }

  /** Lets everything happen that needs no time. */
  async settle(): Promise<void> {
    do {
      for (let turn = 0; turn < 12; turn++) {
        await new Promise(resolve => setImmediate(resolve))
      }
    } while (this.#runNext(this.monotonic))
  }

  /** Lets time pass: everything due meanwhile happens at its moment. */
  async advance(us: number): Promise<void> {
    const until = this.monotonic + us
    await this.settle()
    while (this.#runNext(until)) {
      await this.settle()
    }
    this.monotonic = until
    await this.settle()
  }

  #runNext(until: number): boolean {
    let next: Due | undefined
    for (const due of this.#due) {
      if (due.at <= until && (next === undefined || due.at < next.at)) {
        next = due
      }
    }
    if (next === undefined) {
      return false
    }
    this.#due.delete(next)
    this.monotonic = Math.max(this.monotonic, next.at)
    next.run()
    return true
  }
}
