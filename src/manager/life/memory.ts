/**
 * What the manager must not forget when its heap is lost: the state of every unit that is more than at rest, its jobs, and
 * who its processes are. Written to the kernel room's ledger after each turn of the loop, read back by the next life.
 */

import { type Entry, newEntry, type UnitState, type UnitTimes, type World } from '#core/engine/world.ts'
import type { Job } from '#core/job/job.ts'
import type { Instant } from '#core/lifecycle/instant.ts'
import { type RunningCommands, rebase, runningCommands } from '#core/lifecycle/service/rebase.ts'
import type { StartCount } from '#core/lifecycle/start-limit.ts'
import type { Marker } from '#core/unit/marker.ts'
import type { Ledger } from '#kernel/kernel.ts'

/** What is kept of a unit; its definition is read from disk again. */
export interface UnitMemory {
  readonly id: string
  readonly state: UnitState
  readonly times: UnitTimes
  readonly conditions: { readonly result: boolean; readonly at: Instant }
  readonly asserts: { readonly result: boolean; readonly at: Instant }
  readonly starts: StartCount
  readonly invocationId: string
  readonly mark: string
  readonly populated: boolean
  readonly markers: readonly Marker[]
  readonly holders: number
  /** The commands that run, since a next life may read another list of them. */
  readonly commands: RunningCommands | null
  readonly processes: readonly { readonly pid: number; readonly role: 'main' | 'control' }[]
}

/** What is kept of the manager itself. */
export interface ManagerMemory {
  readonly nextMark: string
  readonly nextJobId: number
  readonly phase: World['phase']
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
  | { readonly unit: UnitMemory }
  | { readonly gone: string }
  | { readonly job: Job }
  | { readonly ended: number }
  | { readonly manager: ManagerMemory }

/** Everything a former life left behind. */
export interface Recollection {
  readonly units: ReadonlyMap<string, UnitMemory>
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
        this.#append(entry === undefined ? { gone: id } : { unit: remember(world, entry) })
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
    const records: Record_[] = [
      ...[...world.entries.values()].filter(isWorthKeeping).map(entry => ({ unit: remember(world, entry) })),
      ...[...world.jobs.values()].map(job => ({ job })),
      { manager },
    ]
    this.#ledger.rewrite(records.map(record => JSON.stringify(record)))
  }
}

/** A unit that never did anything is as good as new. */
function isWorthKeeping({ times, job, nop, holders }: Entry): boolean {
  return times.stateChange.monotonic > 0 || job !== null || nop !== null || holders > 0
}

function remember(world: World, entry: Entry): UnitMemory {
  const { unit, state, times, conditions, asserts, starts, invocationId, mark, populated, markers, holders } = entry
  return {
    id: unit.id,
    state,
    times,
    conditions: { result: conditions.result, at: conditions.at },
    asserts: { result: asserts.result, at: asserts.at },
    starts,
    invocationId,
    mark: `${mark}`,
    populated,
    markers,
    holders,
    commands: state.type === 'service' && unit.type === 'service' ? runningCommands(unit, state) : null,
    processes: [...world.processes].flatMap(([pid, owner]) =>
      owner.unit === unit.id ? [{ pid, role: owner.role }] : [],
    ),
  }
}

/** Reads what a former life wrote. A record that makes no sense is passed over: better to forget one unit than to fail. */
export function recollect(records: readonly string[]): Recollection {
  const units = new Map<string, UnitMemory>()
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

/** Puts what is remembered back into a world whose units were read from disk. */
export function restore(world: World, { units, jobs, manager }: Recollection): void {
  for (const memory of units.values()) {
    const entry = world.entries.get(world.names.get(memory.id) ?? memory.id)
    if (entry !== undefined && entry.state.type === memory.state.type) {
      Object.assign(entry, fromMemory(entry, memory))
      for (const { pid, role } of memory.processes) {
        world.processes.set(pid, { unit: entry.unit.id, role })
      }
    }
  }
  for (const { unit, relations } of world.entries.values()) {
    if (relations.has('UpheldBy')) {
      world.unsettled.upheld.add(unit.id)
    }
  }
  for (const job of jobs.values()) {
    const entry = world.entries.get(job.unit)
    if (entry !== undefined) {
      world.jobs.set(job.id, job)
      if (job.type === 'nop') {
        entry.nop = job
      } else {
        entry.job = job
      }
      world.runQueue.add(job)
    }
  }
  if (manager !== null) {
    world.nextJobId = manager.nextJobId
    world.phase = manager.phase
  }
}

/** Under the definition that is on disk now. */
function stateNow({ unit }: Entry, { state, commands }: UnitMemory): UnitState {
  const hasCommands = state.type === 'service' && unit.type === 'service' && commands !== null
  return hasCommands ? rebase(unit, state, commands).state : state
}

function fromMemory(entry: Entry, memory: UnitMemory): Partial<Entry> {
  const { conditions, asserts } = newEntry(entry.unit)
  return {
    state: stateNow(entry, memory),
    times: memory.times,
    conditions: { ...conditions, ...memory.conditions },
    asserts: { ...asserts, ...memory.asserts },
    starts: memory.starts,
    invocationId: memory.invocationId,
    mark: BigInt(memory.mark),
    populated: memory.populated,
    markers: memory.markers,
    holders: 0,
  }
}
