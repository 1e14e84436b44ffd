/**
 * The World as plain data that survives JSON, and back: for the next life after a crash or a re-exec. Definitions are no part of
 * it, since the next life reads them from disk again; a snapshot is put into a world whose units were loaded.
 *
 * What is read back may have been written by another version of the program: what it did not write is as it is at first.
 *
 * Each field of a World and of its entries is either kept or forgotten for a reason, which stands here; a new field that is
 * neither is a compiler error.
 */
import { complete } from '#core/base/complete.ts'
import type { Job } from '#core/job/job.ts'
import type { ProcessRole } from '#core/lifecycle/effect.ts'
import type { Instant } from '#core/lifecycle/instant.ts'
import type { UnitState } from '#core/lifecycle/machines.ts'
import type { StartCount } from '#core/lifecycle/start-limit.ts'
import type { Marker } from '#core/unit/marker.ts'
import { type Entry, find, type UnitTimes, type World } from './world.ts'

type Fate = 'kept' | { readonly forgotten: string }
type Fates<T> = { readonly [F in keyof T]-?: Fate }

const linked: Fate = { forgotten: 'definitions are read from disk again, and linked' }
const amidTurn: Fate = { forgotten: 'is only set while an event is worked out, or answered at once' }
const recount: Fate = { forgotten: 'counts ten seconds, which may begin anew' }

export const entryFates: Fates<Entry> = {
  unit: linked,
  machine: linked,
  relations: linked,
  followers: linked,
  state: 'kept',
  job: 'kept',
  nop: 'kept',
  checking: amidTurn,
  times: 'kept',
  timesAtRest: amidTurn,
  conditions: 'kept',
  asserts: 'kept',
  starts: 'kept',
  startLimitHit: 'kept',
  ownAccord: recount,
  wished: recount,
  invocationId: 'kept',
  mark: 'kept',
  populated: 'kept',
  markers: 'kept',
  settingOut: amidTurn,
  holders: { forgotten: 'clients have to call again, and hold again what they want held' },
}

export const worldFates: Fates<World> = {
  machines: { forgotten: 'the next life has its own' },
  entries: 'kept',
  names: linked,
  jobs: 'kept',
  nextJobId: 'kept',
  runQueue: { forgotten: 'every job that is left may be able to run' },
  awaited: amidTurn,
  processes: 'kept',
  idle: { forgotten: 'whoever is loaded is looked at anyway' },
  unsettled: { forgotten: 'who is to be upheld is looked at anew; the others are settled when a turn ends' },
  defaults: { forgotten: 'the configuration is read again' },
  counters: { forgotten: 'counts the jobs of one life' },
  phase: 'kept',
}

/** What is kept of a unit. */
export interface UnitSnapshot {
  readonly id: string
  readonly state: UnitState
  readonly times: UnitTimes
  /** Without the single conditions: their definition may be another one. */
  readonly conditions: { readonly result: boolean; readonly at: Instant }
  readonly asserts: { readonly result: boolean; readonly at: Instant }
  readonly starts: StartCount
  readonly startLimitHit: boolean
  readonly invocationId: string
  readonly mark: string
  readonly populated: boolean
  readonly markers: readonly Marker[]
  /** What its machine must know of the definition the state came about under, null where nothing. */
  readonly definition: unknown
  readonly processes: readonly { readonly pid: number; readonly role: ProcessRole }[]
}

/** Of a world, what belongs to no single unit or job. */
export type WorldFacts = Pick<World, 'nextJobId' | 'phase'>

/** Of a record that another version may have written only what names it is sure to be there. */
export type Read<T, F extends keyof T> = Readonly<Pick<T, F>> & { readonly [O in Exclude<keyof T, F>]?: unknown }
export type ReadUnit = Read<UnitSnapshot, 'id'>
export type ReadJob = Read<Job, 'id' | 'unit'>

export interface WorldSnapshot {
  readonly units: readonly UnitSnapshot[]
  readonly jobs: readonly Job[]
  readonly facts: WorldFacts
}

export interface ReadSnapshot {
  readonly units: Iterable<ReadUnit>
  readonly jobs: Iterable<ReadJob>
  /** Null where it was lost. */
  readonly facts: { readonly [F in keyof WorldFacts]?: unknown } | null
}

export function worldSnapshot(world: World): WorldSnapshot {
  return {
    units: [...world.entries.values()].filter(isWorthKeeping).map(entry => unitSnapshot(world, entry)),
    jobs: [...world.jobs.values()],
    facts: worldFacts(world),
  }
}

export function worldFacts({ nextJobId, phase }: World): WorldFacts {
  return { nextJobId, phase }
}

/** A unit that never did anything is as good as new. */
function isWorthKeeping({ times, job, nop, holders }: Entry): boolean {
  return times.stateChange.monotonic > 0 || job !== null || nop !== null || holders > 0
}

export function unitSnapshot(world: World, entry: Entry): UnitSnapshot {
  const { unit, machine, state, conditions, asserts, mark } = entry
  const { times, starts, startLimitHit, invocationId, populated, markers } = entry
  return {
    id: unit.id,
    state,
    times,
    conditions: { result: conditions.result, at: conditions.at },
    asserts: { result: asserts.result, at: asserts.at },
    starts,
    startLimitHit,
    invocationId,
    mark: `${mark}`,
    populated,
    markers,
    definition: machine.remember?.(unit, state) ?? null,
    processes: [...world.processes].flatMap(([pid, owner]) =>
      owner.unit === unit.id ? [{ pid, role: owner.role }] : [],
    ),
  }
}

/** Puts a snapshot into a world whose units were loaded. What is no more, or is of another type, is passed over. */
export function restore(world: World, { units, jobs, facts }: ReadSnapshot): void {
  for (const read of units) {
    const entry = find(world, read.id)
    const snapshot = entry === undefined ? undefined : complete(unitSnapshot(world, entry), read)
    if (entry !== undefined && entry.state.type === snapshot?.state.type) {
      restoreUnit(world, entry, snapshot)
    }
  }
  for (const { unit, relations } of world.entries.values()) {
    if (relations.has('UpheldBy')) {
      world.unsettled.upheld.add(unit.id)
    }
  }
  for (const read of jobs) {
    restoreJob(world, complete(noJob, read))
  }
  const nextJobId = 1 + Math.max(0, ...world.jobs.keys())
  const known: WorldFacts = complete({ nextJobId, phase: 'running' }, facts ?? {})
  world.nextJobId = known.nextJobId
  world.phase = known.phase
}

const noJob: Job = {
  id: 0,
  unit: '',
  type: 'nop',
  state: 'waiting',
  irreversible: false,
  ignoreOrder: false,
  since: 0,
  runningSince: null,
}

function restoreUnit(world: World, entry: Entry, snapshot: UnitSnapshot): void {
  const { machine, unit } = entry
  const { state, definition } = snapshot
  // Under the definition that is on disk now.
  entry.state = (definition === null ? undefined : machine.redefine?.(unit, state, definition)?.state) ?? state
  entry.times = snapshot.times
  entry.conditions = { ...entry.conditions, ...snapshot.conditions }
  entry.asserts = { ...entry.asserts, ...snapshot.asserts }
  entry.starts = snapshot.starts
  entry.startLimitHit = snapshot.startLimitHit
  entry.invocationId = snapshot.invocationId
  entry.mark = BigInt(snapshot.mark)
  entry.populated = snapshot.populated
  entry.markers = snapshot.markers
  for (const { pid, role } of snapshot.processes) {
    world.processes.set(pid, { unit: unit.id, role })
  }
}

function restoreJob(world: World, job: Job): void {
  const entry = world.entries.get(job.unit)
  if (entry === undefined) {
    return
  }
  world.jobs.set(job.id, job)
  if (job.type === 'nop') {
    entry.nop = job
  } else {
    entry.job = job
  }
  world.runQueue.add(job)
}
