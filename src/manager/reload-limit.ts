/** ReloadLimitIntervalSec= and ReloadLimitBurst= (systemd-system.conf(5)): how often clients may have everything read again. */
import { countStart, noStarts, type StartLimit } from '#core/lifecycle/start-limit.ts'

export class ReloadLimit {
  readonly #limit: () => StartLimit
  #count = noStarts

  constructor(limit: () => StartLimit) {
    this.#limit = limit
  }

  /** Counts one more, at a monotonic µs. @returns whether it is within the limit. */
  take(now: number): boolean {
    const { count, allowed } = countStart(this.#count, this.#limit(), now)
    this.#count = count
    return allowed
  }
}
