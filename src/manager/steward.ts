/**
 * What the manager's other parts may ask of it. The faces on the bus, signals and boot use this, and nothing else of it.
 */

import type { Lookup } from '#catalog/lookup.ts'
import type { BusError } from '#control/errors.ts'
import type { Result } from '#core/base/result.ts'
import type { Zone } from '#core/calendar/zone.ts'
import type { Reply } from '#core/engine/effect.ts'
import type { Event, JobRequest } from '#core/engine/event.ts'
import type { Entry, World } from '#core/engine/world.ts'
import type { Refusal } from '#core/job/job.ts'
import type { UnitReport } from '#core/lifecycle/event.ts'
import type { Instant } from '#core/lifecycle/instant.ts'
import type { PropertyHost } from '#manager/bus/properties/subject.ts'
import type { References } from '#manager/bus/references.ts'
import type { LogEntry } from '#manager/log/entry.ts'
import type { Realm } from './realm.ts'

/** SystemState= (systemctl(1), is-system-running). */
export type SystemState = 'initializing' | 'starting' | 'running' | 'degraded' | 'maintenance' | 'stopping' | 'offline'

/** When things happened to the manager itself. */
export interface Milestones {
  readonly userspace: Instant
  generatorsStart: Instant
  generatorsFinish: Instant
  unitsLoadStart: Instant
  unitsLoadFinish: Instant
  unitsLoad: Instant
  finish: Instant
  shutdownStart: Instant
}

export type EndKind = 'exit' | 'poweroff' | 'reboot' | 'halt' | 'kexec' | 'soft-reboot'

/** Events that clients may cause. */
export type Wish =
  | Extract<Event, { type: 'cancel-job' | 'cancel-all-jobs' | 'reset-failed' | 'marked' }>
  | { readonly type: 'unit'; readonly unit: string; readonly event: Extract<UnitReport, { type: 'clean' }> }

export interface Steward {
  readonly world: World
  readonly milestones: Milestones
  readonly realm: Pick<Realm, 'unitPath'>
  /** What properties show where units say nothing. */
  readonly propertyHost: PropertyHost
  /** The zone that calendar events without one mean. */
  readonly zone: Zone
  /** `docker`, `podman` ...: what we run in (systemd-detect-virt(1)). */
  readonly virtualization: string
  readonly architecture: string
  readonly logLevel: string
  /** Writes down what a call has changed of the manager itself, so that a crash right after it loses nothing. */
  remember(): void
  readonly environment: Environment
  exitCode: number
  /** Whether jobs that end are shown on the console. */
  readonly log: { showStatus: boolean }
  systemState(): SystemState
  /** The unit of this name, read from disk with all it refers to when it is not in memory yet. */
  load(name: string): Result<Entry, Refusal>
  /** Keeps what was loaded for a request in memory until the request is answered. */
  request(request: JobRequest): Reply
  /** Tells the engine what somebody wants that needs no answer. */
  submit(event: Wish): void
  /** A client holds a unit; `release` lets it go. */
  hold(unit: string): void
  release(unit: string): void
  /** What clients hold with Ref. */
  readonly references: References
  /** How many µs a user has to wait for a dump; 0 counts as one. */
  dumpDelay(uid: number): number
  kill(unit: string, whom: KillWhom, signal: number, value: number | null): Result<void, KillFailure>
  /** Everything alive, by the unit it belongs to. */
  processesByUnit(): ReadonlyMap<string, readonly ShownProcess[]>
  unitOfProcess(pid: number): string | undefined
  /** Counts a client's wish to reload or to re-execute; false when there were too many, which is told in the log. */
  mayReload(what: 'Reloading' | 'Reexecuting'): boolean
  /** Reads all unit files again. */
  reload(): Promise<void>
  /** Executes the manager anew, keeping services and state. */
  reexecute(): void
  /** Ends everything: in order, or at once with `force`. */
  end(kind: EndKind, force: boolean): void
  lastLines(unit: string, count: number): readonly LogEntry[]
  needsReload(entry: Entry): boolean
  /** Users made up for services, with their numbers. */
  readonly dynamicUsers: { readonly ids: ReadonlyMap<string, number> }
  /** The user and group a unit's processes were last started as; undefined for our own. */
  identityOf(unit: string): { readonly uid: number; readonly gid: number } | undefined
  /** UnitFileState= and UnitFilePreset= (systemctl(1), is-enabled). */
  unitFileState(unit: string): string
  unitFilePreset(unit: string): string
  /** The unit files as they are on disk now. */
  lookup(): Lookup
  /** Links or files of units were changed: who watches wants to know. */
  unitFilesChanged(): void
  setLogLevel(level: string): Result<void, BusError>
}

export interface ShownProcess {
  readonly pid: number
  readonly commandLine: string
}

export type KillWhom = 'main' | 'control' | 'all'
export type KillFailure = 'no-main-process' | 'no-control-process' | 'no-processes' | 'not-permitted'

/** The environment block given to every service (systemctl(1), set-environment). */
export interface Environment {
  readonly variables: ReadonlyMap<string, string>
  set(name: string, value: string): void
  unset(name: string): void
}
