/**
 * What the manager must not forget when its heap is lost: the state of every unit that is more than at rest, its jobs, and
 * who its processes are. Written to the kernel room's ledger after each turn of the loop, read back by the next life.
 */

import {
  type ReadJob,
  type ReadSnapshot,
  type ReadUnit,
  type UnitSnapshot,
  unitSnapshot,
  type WorldFacts,
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
  /** Whether a boot was asked for; it is not by itself beside a foreign PID 1. */
  readonly isBooted: boolean
}

type Record_ =
  | { readonly unit: UnitSnapshot }
  | { readonly gone: string }
  | { readonly job: Job }
  | { readonly ended: number }
  | { readonly manager: ManagerMemory }

/** Everything a former life left behind, which may have been one of another version of the program. */
export interface Recollection {
  readonly units: ReadonlyMap<string, ReadUnit>
  readonly jobs: ReadonlyMap<number, ReadJob>
  readonly manager: Partial<ManagerMemory> | null
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
  const units = new Map<string, ReadUnit>()
  const jobs = new Map<number, ReadJob>()
  let manager: Partial<ManagerMemory> | null = null
  for (const text of records) {
    const record = parse(text)
    if (record?.unit?.id !== undefined) {
      units.set(record.unit.id, { ...record.unit, id: record.unit.id })
    } else if (record?.gone !== undefined) {
      units.delete(record.gone)
    } else if (record?.job?.id !== undefined && record.job.unit !== undefined) {
      jobs.set(record.job.id, { ...record.job, id: record.job.id, unit: record.job.unit })
    } else if (record?.ended !== undefined) {
      jobs.delete(record.ended)
    } else if (record?.manager !== undefined) {
      manager = record.manager
    }
  }
  return { units, jobs, manager }
}

interface ReadRecord {
  readonly unit?: Partial<ReadUnit>
  readonly gone?: string
  readonly job?: Partial<ReadJob>
  readonly ended?: number
  readonly manager?: Partial<ManagerMemory>
}

function parse(text: string): ReadRecord | null {
  try {
    return JSON.parse(text) as ReadRecord | null
  } catch {
    return null
  }
}

/** What a former life left behind of its world. */
export function formerWorld({ units, jobs, manager }: Recollection): ReadSnapshot {
  return { units: units.values(), jobs: jobs.values(), facts: manager }
}
