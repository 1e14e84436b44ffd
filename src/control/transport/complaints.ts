/**
 * Complaints about clients, and about who speaks for services: the first of a kind is told, those that follow within a minute are counted, and the count is told
 * when the minute is over. Nobody can fill the log by misbehaving often.
 */
import type { After } from '#control/timer.ts'

const quietMs = 60_000

export class Complaints {
  readonly #log: (line: string) => void
  readonly #after: After
  /** How often each kind came again since it was told. */
  readonly #again = new Map<string, number>()

  constructor(log: (line: string) => void, after: After) {
    this.#log = log
    this.#after = after
  }

  /** `kind` is one of few, and begins the line that counts: `control: bad handshakes were made`. */
  tell(kind: string, line: string): void {
    const again = this.#again.get(kind)
    if (again !== undefined) {
      this.#again.set(kind, again + 1)
      return
    }
    this.#log(line)
    this.#again.set(kind, 0)
    this.#after(quietMs, () => this.#count(kind))
  }

  #count(kind: string): void {
    const again = this.#again.get(kind) ?? 0
    this.#again.delete(kind)
    if (again > 0) {
      this.#log(`${kind} ${again} more times within a minute`)
    }
  }
}
