/** Collects a unit's relations. A unit has none to itself. */
import type { Relation } from '#core/unit/relation.ts'

/** Paths that must be mounted, and how much they matter (RequiresMountsFor=, WantsMountsFor=). */
export type MountNeed = 'RequiresMountsFor' | 'WantsMountsFor'

export interface RelationBuilder {
  /** Relates the unit to another in several ways. */
  add(name: string, ...relations: readonly Relation[]): void
  has(relation: Relation): boolean
  names(relation: Relation): readonly string[]
  /** Notes a path; mount units are related to it at the end (mount-dependencies.ts). */
  needMount(path: string, need: MountNeed): void
  mountPaths(need: MountNeed): readonly string[]
  build(): ReadonlyMap<Relation, ReadonlySet<string>>
}

/** `own` are the unit's names; `dropped` is told of a relation to itself. */
export function relationBuilder(
  own: readonly string[],
  dropped: (relation: Relation, name: string) => void,
): RelationBuilder {
  const relations = new Map<Relation, Set<string>>()
  const paths: Record<MountNeed, Set<string>> = { RequiresMountsFor: new Set(), WantsMountsFor: new Set() }
  return {
    add(name, ...ways) {
      for (const relation of ways) {
        if (own.includes(name)) {
          dropped(relation, name)
        } else {
          relations.set(relation, (relations.get(relation) ?? new Set()).add(name))
        }
      }
    },
    has: relation => (relations.get(relation)?.size ?? 0) > 0,
    names: relation => [...(relations.get(relation) ?? [])],
    needMount: (path, need) => paths[need].add(path),
    mountPaths: need => [...paths[need]],
    build: () => relations,
  }
}
