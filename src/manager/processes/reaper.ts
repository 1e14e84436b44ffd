/**
 * Children that ended, in batches: one look at what is still alive serves all exits that were reaped together, be it one or
 * ten thousand.
 */
import type { Exit } from '#core/base/linux/exit.ts'
import type { Event } from '#core/engine/event.ts'
import type { World } from '#core/engine/world.ts'
import type { FoundProcess } from '#core/lifecycle/service/state.ts'

export interface ReaperParts {
  readonly world: World
  /** Units that have a living process. */
  populated(): ReadonlySet<string>
  /** Whom the PID file of a unit names now, null where it has none, or none that names a fit process. */
  successor(unit: string): FoundProcess | null
  /** Who waits for a process, undefined when it is gone. */
  parentOf(pid: number): number | undefined
  readonly self: number
  /** How many processes were started so far: what was seen before the last one is out of date. */
  spawnCount(): number
  submit(event: Event): void
  later(callback: () => void): void
  /** As `later`, but after what has happened so far was taken in. */
  last(callback: () => void): void
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

  /**
   * A main process that is no child of ours has ended. If it became one in the meantime, its exit is told as that of any child;
   * else nobody will ever know how it ended, and it counts as a success, as with systemd.
   */
  takeAlien(unit: string, pid: number): void {
    this.#parts.last(() => {
      const { world, submit, parentOf, self, successor } = this.#parts
      if (world.processes.get(pid)?.unit !== unit || parentOf(pid) === self) {
        return
      }
      const populated = this.#freshLook()().has(unit)
      submit({ type: 'exited', exit: { pid, how: 'exited', status: 0 }, populated, successor: successor(unit) })
    })
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
        const successor = owner.role === 'main' ? this.#parts.successor(owner.unit) : null
        submit({ type: 'exited', exit, populated: look().has(owner.unit), successor })
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
      this.#parts.submit({ type: 'unit', unit: unit.id, event: { type: 'emptied' } })
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
