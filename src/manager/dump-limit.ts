/** How often users without privileges may ask for a dump, all of them together: ten times in ten minutes, as with systemd. */

const intervalUs = 10 * 60 * 1_000_000
const burst = 10

export class DumpLimit {
  #since = Number.NEGATIVE_INFINITY
  #count = 0

  /** Counts one more; how many µs it has to wait, 0 for not at all. `now` is monotonic, in µs. */
  take(now: number): number {
    if (now - this.#since >= intervalUs) {
      this.#since = now
      this.#count = 0
    }
    if (this.#count >= burst) return this.#since + intervalUs - now
    this.#count += 1
    return 0
  }
}
