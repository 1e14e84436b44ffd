/**
 * The World: every unit there is, what it is doing, and the jobs under way. The engine owns it and is the only one to change
 * it; the manager reads it to answer questions. step.ts is the only door in.
 *
 * Relations are linked both ways when units are added, by id, so that "who requires me" costs nothing to ask.
 */

import { RunQueue } from '#core/engine/jobs/run-queue.ts'
import type { InstalledJobType, Job } from '#core/job/job.ts'
import { type Instant, never } from '#core/lifecycle/instant.ts'
import { type AnyMachine, type Machines, machines, type UnitState } from '#core/lifecycle/machines.ts'
import { noStarts, type StartCount } from '#core/lifecycle/start-limit.ts'
import type { ConditionOutcome } from '#core/unit/condition.ts'
import type { Marker } from '#core/unit/marker.ts'
import type { Relation } from '#core/unit/relation.ts'
import type { Unit } from '#core/unit/unit.ts'

/** When the unit last changed between the great states; the names are those of the D-Bus properties. */
export interface UnitTimes {
  readonly stateChange: Instant
  readonly inactiveExit: Instant
  readonly activeEnter: Instant
  readonly activeExit: Instant
  readonly inactiveEnter: Instant
}

/** The last check of conditions or asserts. */
export interface Check {
  readonly result: boolean
  readonly at: Instant
  readonly details: readonly ConditionOutcome[]
}

export interface Entry {
  unit: Unit
  /** The row of its type among the machines. */
  readonly machine: AnyMachine
  state: UnitState
  job: Job | null
  /** A `nop` job, which stands beside a real one. */
  nop: Job | null
  /** The running start job waits for the manager to check conditions. */
  checking: boolean
  readonly relations: Map<Relation, Set<string>>
  /** Units that pull this one in, all targets, which therefore come after it though no file says so (systemd.target(5)). */
  readonly followers: Set<string>
  times: UnitTimes
  /** What `times` was before the start that began last, until its first command runs. */
  timesAtRest: UnitTimes | null
  conditions: Check
  asserts: Check
  starts: StartCount
  /** The last start was one too many, and was refused. */
  startLimitHit: boolean
  /** Starts and stops that no client asked for (Upholds=, BindsTo=, StopWhenUnneeded=), which must not go on for ever. */
  ownAccord: StartCount
  /** Jobs that other units brought upon it (OnFailure= and the like), counted for the same reason. */
  wished: StartCount
  /** 32 hex digits that name the current or last run, empty before the first. */
  invocationId: string
  /** The mark every process of the current run carries (RLIMIT_LOCKS), 0 before the first. */
  mark: bigint
  /** Whether any process of the unit is alive, as far as exits told. */
  populated: boolean
  /** What is still to be done with it, as a package's script noted. */
  markers: readonly Marker[]
  /** What its job does and will be told of (`Starting ...`), should it not be done before the answer it waits for is there. */
  settingOut: InstalledJobType | null
  /** Clients that hold the unit (Ref over D-Bus, or asking right now). */
  holders: number
}

export interface Defaults {
  readonly startLimitIntervalUs: bigint
  readonly startLimitBurst: number
}

export interface World {
  /** How units of each type live; another table than ours is for tests. */
  readonly machines: Machines
  readonly entries: Map<string, Entry>
  /** Every name and alias to its id. */
  readonly names: Map<string, string>
  readonly jobs: Map<number, Job>
  nextJobId: number
  /** Jobs that may be able to run now. */
  readonly runQueue: RunQueue
  /**
   * Units about which an answer is on its way that is there at once: no other job begins before it, since what that one finds
   * must not depend on how we are built.
   */
  readonly awaited: Set<string>
  /** Which unit each known process belongs to, and as what. */
  readonly processes: Map<number, { readonly unit: string; readonly role: 'main' | 'control' }>
  /** Units that may be forgotten, if nobody needs to know of them any more (forget.ts). */
  readonly idle: Set<string>
  /** Units whose StopWhenUnneeded=, BindsTo= or Upholds= may call for a job (settle.ts). */
  readonly unsettled: {
    readonly unneeded: Set<string>
    readonly bound: Set<string>
    readonly upheld: Set<string>
  }
  /** Of the manager's configuration, as of the last reload. */
  defaults: Defaults
  counters: { readonly installed: number; readonly failed: number }
  /** A job to shut down was taken: nothing is started any more. */
  phase: 'starting' | 'running' | 'stopping'
}

const noTimes: UnitTimes = {
  stateChange: never,
  inactiveExit: never,
  activeEnter: never,
  activeExit: never,
  inactiveEnter: never,
}
const notChecked: Check = { result: false, at: never, details: [] }

export function emptyWorld(defaults: Defaults, table: Machines = machines): World {
  return {
    machines: table,
    entries: new Map(),
    names: new Map(),
    jobs: new Map(),
    nextJobId: 1,
    runQueue: new RunQueue(),
    awaited: new Set(),
    processes: new Map(),
    idle: new Set(),
    unsettled: { unneeded: new Set(), bound: new Set(), upheld: new Set() },
    defaults,
    counters: { installed: 0, failed: 0 },
    phase: 'starting',
  }
}

/** The entry of a unit by name or alias. */
export function find(world: World, name: string): Entry | undefined {
  const id = world.names.get(name)
  return id === undefined ? undefined : world.entries.get(id)
}

export function newEntry(unit: Unit, machine: AnyMachine): Entry {
  return {
    unit,
    machine,
    state: machine.initial(unit),
    job: null,
    nop: null,
    checking: false,
    relations: new Map(),
    followers: new Set(),
    times: noTimes,
    timesAtRest: null,
    conditions: notChecked,
    asserts: notChecked,
    starts: noStarts,
    startLimitHit: false,
    ownAccord: noStarts,
    wished: noStarts,
    invocationId: '',
    mark: 0n,
    populated: false,
    markers: [],
    settingOut: null,
    holders: 0,
  }
}

/** Ids a relation leads to. */
export function related(entry: Entry, relation: Relation): ReadonlySet<string> {
  return entry.relations.get(relation) ?? none
}

const none: ReadonlySet<string> = new Set()

/** The unit whose OnFailure= or OnSuccess= leads here, null where none does, or more than one way leads here. */
export function onlyCaller(world: World, entry: Entry): Entry | null {
  const callers = [...related(entry, 'OnFailureOf'), ...related(entry, 'OnSuccessOf')]
  const [caller] = callers
  return caller === undefined || callers.length > 1 ? null : (world.entries.get(caller) ?? null)
}
