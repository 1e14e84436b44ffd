/** What loading a unit needs to know beside its files, and the half-made unit that the steps of loading hand on. */
import type { ManagerConfig } from '#core/unit/directives/manager.ts'
import type { SpecifierHost } from '#core/unit/expand/specifier.ts'
import type { PlaceHost } from '#core/unit/kinds/kind.ts'
import type { RelationBuilder } from '#core/unit/relate/relation-builder.ts'
import type { Parsed } from './parsed.ts'

/** A mount unit that there is: by a file, because something is mounted there, or both. */
export interface KnownMount {
  readonly hasFile: boolean
  /** /proc/self/mountinfo lists it. */
  readonly isMounted: boolean
}

export interface LoadContext {
  readonly specifiers: SpecifierHost
  readonly place: PlaceHost
  readonly manager: ManagerConfig
  /** By the units' names. RequiresMountsFor= and what implies it becomes dependencies on those that lie on the way. */
  readonly mounts: ReadonlyMap<string, KnownMount>
}

/** A unit that is being finished: what its files said, and where to put what follows from that. */
export interface Draft {
  readonly id: string
  readonly names: readonly string[]
  /** Null for a plain unit. */
  readonly instance: string | null
  readonly hasFile: boolean
  readonly parsed: Parsed
  readonly context: LoadContext
  readonly relations: RelationBuilder
  /** Says something about the unit as a whole. */
  warn(message: string): void
}
