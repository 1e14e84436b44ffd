/**
 * Children that ended, in batches: one look at what is still alive serves all exits that were reaped together, be it one or
 * ten thousand.
 */
import type { Event } from '#core/engine/event.ts'
import type { World } from '#core/engine/world.ts'
import type { Exit } from '#kernel/kernel.ts'

export interface ReaperParts {
  readonly world: World
  /** Units that have a living process. */
  populated(): ReadonlySet<string>
  /** How many processes were started so far: what was seen before the last one is out of date. */
  spawnCount(): number
  submit(event: Event): void
  later(callback: () => void): void
}

export class Reaper {
  readonly #parts: ReaperParts
  #batch: Exit[] = []

  constructor(parts: ReaperParts) {
    this.#parts = parts
  }

  take(exit: Exit): void {
    this.#batch.push(exit)
    if (this.#batch.length === 1) {
      this.#parts.later(() => this.#flush())
    }
  }

  #flush(): void {
    const batch = this.#batch
    this.#batch = []
    const { world, submit } = this.#parts
    const look = this.#freshLook()
    let orphans = 0
    for (const exit of batch) {
      const owner = world.processes.get(exit.pid)
      if (owner === undefined) {
        orphans += 1
      } else {
        submit({ type: 'exited', exit, populated: look().has(owner.unit) })
      }
    }
    if (orphans > 0) {
      this.#tellEmptied(look())
    }
  }

  /** The last process of a unit may have been one that nobody knew by its pid. */
  #tellEmptied(populated: ReadonlySet<string>): void {
    const emptied = [...this.#parts.world.entries.values()].filter(
      entry => entry.populated && !populated.has(entry.unit.id),
    )
    for (const { unit } of emptied) {
      this.#parts.submit({ type: 'emptied', unit: unit.id })
    }
  }

  /** Looks again only when something was started since. */
  #freshLook(): () => ReadonlySet<string> {
    let seen: { readonly at: number; readonly populated: ReadonlySet<string> } | null = null
    return () => {
      const at = this.#parts.spawnCount()
      if (seen === null || seen.at !== at) {
        seen = { at, populated: this.#parts.populated() }
      }
      return seen.populated
    }
  }
}
