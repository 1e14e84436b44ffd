/**
 * What the manager must not forget when its heap is lost: the state of every unit that is more than at rest, its jobs, and
 * who its processes are. Written to the kernel room's ledger after each turn of the loop, read back by the next life.
 */

import {
  type UnitSnapshot,
  unitSnapshot,
  type WorldFacts,
  type WorldSnapshot,
  worldSnapshot,
} from '#core/engine/snapshot.ts'
import type { World } from '#core/engine/world.ts'
import type { Job } from '#core/job/job.ts'
import type { Instant } from '#core/lifecycle/instant.ts'
import type { Ledger } from '#kernel/kernel.ts'

/** What is kept of the manager itself. */
export interface ManagerMemory extends WorldFacts {
  /** What tells which process belongs to which unit needs it to go on. */
  readonly membership: string
  readonly exitCode: number
  readonly logLevel: string
  readonly showStatus: boolean
  readonly environment: readonly (readonly [string, string])[]
  readonly milestones: Readonly<Record<string, Instant>>
  /** What the end of all will be, once it was asked for. */
  readonly ending: string | null
  /** Whether that has come so far that nobody is asked any more. */
  readonly isLast: boolean
}

type Record_ =
  | { readonly unit: UnitSnapshot }
  | { readonly gone: string }
  | { readonly job: Job }
  | { readonly ended: number }
  | { readonly manager: ManagerMemory }

/** Everything a former life left behind. */
export interface Recollection {
  readonly units: ReadonlyMap<string, UnitSnapshot>
  readonly jobs: ReadonlyMap<number, Job>
  readonly manager: ManagerMemory | null
}

/** The log is written anew when it has grown by this much. */
const rewriteBytes = 1024 * 1024

export class Memory {
  readonly #ledger: Ledger
  readonly #changed = new Set<string>()
  readonly #jobs = new Set<number>()
  #isOpen = false

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  noteUnit(id: string): void {
    this.#changed.add(id)
  }

  noteJob(id: number): void {
    this.#jobs.add(id)
  }

  /**
   * From now on what changes is written down; first all there is. Until then a former life's memory stays untouched, so that
   * a crash amid its reading loses nothing.
   */
  open(world: World, manager: ManagerMemory): void {
    this.#isOpen = true
    this.#rewrite(world, manager)
  }

  /** Writes down what changed since the last time. */
  write(world: World, manager: ManagerMemory): void {
    if (!this.#isOpen) {
      return
    }
    if (this.#ledger.appendedBytes > rewriteBytes) {
      this.#rewrite(world, manager)
    } else {
      for (const id of this.#changed) {
        const entry = world.entries.get(id)
        this.#append(entry === undefined ? { gone: id } : { unit: unitSnapshot(world, entry) })
      }
      for (const id of this.#jobs) {
        const job = world.jobs.get(id)
        this.#append(job === undefined ? { ended: id } : { job })
      }
      this.#append({ manager })
    }
    this.#changed.clear()
    this.#jobs.clear()
  }

  #append(record: Record_): void {
    this.#ledger.append(JSON.stringify(record))
  }

  #rewrite(world: World, manager: ManagerMemory): void {
    const { units, jobs } = worldSnapshot(world)
    const records: Record_[] = [...[...units].map(unit => ({ unit })), ...[...jobs].map(job => ({ job })), { manager }]
    this.#ledger.rewrite(records.map(record => JSON.stringify(record)))
  }
}

/** Reads what a former life wrote. A record that makes no sense is passed over: better to forget one unit than to fail. */
export function recollect(records: readonly string[]): Recollection {
  const units = new Map<string, UnitSnapshot>()
  const jobs = new Map<number, Job>()
  let manager: ManagerMemory | null = null
  for (const text of records) {
    const record = parse(text)
    if (record === null) {
      continue
    }
    if ('unit' in record) {
      units.set(record.unit.id, record.unit)
    } else if ('gone' in record) {
      units.delete(record.gone)
    } else if ('job' in record) {
      jobs.set(record.job.id, record.job)
    } else if ('ended' in record) {
      jobs.delete(record.ended)
    } else {
      manager = record.manager
    }
  }
  return { units, jobs, manager }
}

function parse(text: string): Record_ | null {
  try {
    return JSON.parse(text) as Record_
  } catch {
    return null
  }
}

/** What a former life left behind of its world. */
export function formerWorld({ units, jobs, manager }: Recollection): WorldSnapshot {
  return { units: units.values(), jobs: jobs.values(), facts: manager }
}
