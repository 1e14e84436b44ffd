/**
 * What the getters of settings are asked about. Each table in this folder is for a part of a Unit; `about` makes getters for
 * a whole unit of it, or for whatever the caller has at hand.
 */
import type { ResourceLimit, ResourceName } from '#core/base/linux/rlimit.ts'
import type { ExecSettings } from '#core/unit/directives/exec.ts'
import type { ManagerConfig } from '#core/unit/directives/manager.ts'
import type { ResourceSettings } from '#core/unit/directives/resource.ts'

/** What is shown where a unit says nothing, and what shares are of. */
export interface PropertyHost {
  readonly manager: ManagerConfig
  /** The manager's own limits, which services inherit. */
  readonly limits: ReadonlyMap<ResourceName, ResourceLimit>
  /** The memory of the machine in bytes, of which MemoryMax=50% is half. */
  readonly memoryBytes: bigint
  /** How many tasks the system can have, of which TasksMax=10% is a tenth. */
  readonly tasksMax: bigint
  /** How the manager itself runs. */
  readonly nice: number
  readonly oomScoreAdjust: number
  readonly coredumpFilter: bigint
  readonly timerSlackNs: bigint
}

export interface ExecSubject {
  readonly exec: ExecSettings
  readonly host: PropertyHost
}

export interface ResourceSubject {
  readonly resource: ResourceSettings
  readonly host: PropertyHost
}

type GettersOf<Subject> = Readonly<Record<string, (subject: Subject) => unknown>>

/** The same getters for a subject that holds theirs. */
export type About<G extends GettersOf<never>, Subject> = {
  readonly [Name in keyof G]: (subject: Subject) => ReturnType<G[Name]>
}

/** Turns getters for a part into getters for the whole: `about(execSettings, unit => ({ exec: unit.exec, host }))`. */
export function about<Part, G extends GettersOf<Part>, Subject>(
  getters: G & GettersOf<Part>,
  pick: (subject: Subject) => Part,
): About<G, Subject> {
  const entries = Object.entries(getters).map(([name, get]) => [name, (subject: Subject) => get(pick(subject))])
  return Object.fromEntries(entries) as About<G, Subject>
}
