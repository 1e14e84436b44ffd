/**
 * Whose calls are answered when. Root's and our own user's are answered as they come and never wait here; those of all other
 * users take turns: one call at a time, then whatever else there is to do, then one call of the next user. Together they may
 * use a share of the manager's time: who asks a little is answered at once, and who keeps asking waits.
 */

/** How time passes; tests have their own. All of it in ms. */
export interface TurnsClock {
  now(): number
  /** Calls back once everything that is due was done (0), or after a while. */
  later(delayMs: number, callback: () => void): void
}

/** The part of the time that users may take for long, and how much they may take at once after a rest. */
const share = 1 / 3
const mostMs = 50
/** When nothing is left, the next turn comes after so much was saved. */
const worthMs = 2

const realClock: TurnsClock = {
  now: () => performance.now(),
  later: (delayMs, callback) => {
    if (delayMs === 0) {
      setImmediate(callback)
    } else {
      setTimeout(callback, delayMs)
    }
  },
}

export class Turns {
  readonly #clock: TurnsClock
  /** What waits, by the user who wants it; the user who is first in the map is next. */
  readonly #waiting = new Map<number, (() => void)[]>()
  #leftMs = mostMs
  #countedAt: number
  #isDue = false

  constructor(clock: TurnsClock = realClock) {
    this.#clock = clock
    this.#countedAt = clock.now()
  }

  /** Does something for a user when it is that user's turn. */
  add(uid: number, work: () => void): void {
    const before = this.#waiting.get(uid)
    if (before === undefined) {
      this.#waiting.set(uid, [work])
    } else {
      before.push(work)
    }
    this.#arrange()
  }

  #arrange(): void {
    if (this.#isDue || this.#waiting.size === 0) {
      return
    }
    this.#isDue = true
    this.#save()
    const delayMs = this.#leftMs > 0 ? 0 : Math.ceil((worthMs - this.#leftMs) / share)
    this.#clock.later(delayMs, () => this.#turn())
  }

  #turn(): void {
    this.#isDue = false
    const work = this.#take()
    if (work === undefined) {
      return
    }
    this.#save()
    try {
      work()
    } finally {
      this.#leftMs -= (this.#clock.now() - this.#countedAt) * (1 - share)
      this.#countedAt = this.#clock.now()
      this.#arrange()
    }
  }

  /** The next thing to do; its user is the last from now on. */
  #take(): (() => void) | undefined {
    for (const [uid, waiting] of this.#waiting) {
      const work = waiting.shift()
      this.#waiting.delete(uid)
      if (waiting.length > 0) {
        this.#waiting.set(uid, waiting)
      }
      return work
    }
    return undefined
  }

  #save(): void {
    const now = this.#clock.now()
    this.#leftMs = Math.min(mostMs, this.#leftMs + (now - this.#countedAt) * share)
    this.#countedAt = now
  }
}
