/** Units come into the world and leave it: names, and relations in both directions. */
import { targetWaitsFor } from '#core/unit/relate/default-dependencies.ts'
import { inverseOf, type Relation } from '#core/unit/relation.ts'
import type { Unit } from '#core/unit/unit.ts'
import { type Entry, newEntry, related, type World } from './world.ts'

/**
 * Adds units, or puts new definitions in the place of old ones; states and jobs stay. Units that relations name must be among
 * them or be there already: the loader brings the whole closure, with `not-found` units for names without a file.
 * @returns ids that are new.
 */
export function addUnits(world: World, units: readonly Unit[]): readonly string[] {
  const added: string[] = []
  for (const unit of units) {
    const known = world.entries.get(unit.id)
    if (known === undefined) {
      world.entries.set(unit.id, newEntry(unit, world.machines[unit.type]))
      added.push(unit.id)
    } else {
      forgetOrder(world, known)
      unlink(world, known)
      known.unit = unit
      known.state = known.machine.reloaded?.(known.state) ?? known.state
    }
    for (const name of unit.names) {
      world.names.set(name, unit.id)
    }
    world.idle.add(unit.id)
  }
  for (const unit of units) {
    const entry = world.entries.get(unit.id)
    if (entry !== undefined) {
      link(world, entry)
    }
  }
  for (const unit of units) {
    const entry = world.entries.get(unit.id)
    if (entry !== undefined) {
      orderTargets(world, entry)
    }
  }
  return added
}

const pulledInBy = ['RequiredBy', 'RequisiteOf', 'WantedBy', 'BoundBy', 'UpheldBy'] as const
const pullsIn = ['Requires', 'Requisite', 'Wants', 'BindsTo', 'Upholds'] as const

/** A target is reached when what it pulls in is up (systemd.target(5), "Default Dependencies"): it comes after that. */
function orderTargets(world: World, entry: Entry): void {
  for (const id of pulledInBy.flatMap(relation => [...related(entry, relation)])) {
    orderTarget(entry, world.entries.get(id))
  }
  if (entry.unit.type === 'target') {
    for (const id of pullsIn.flatMap(relation => [...related(entry, relation)])) {
      const other = world.entries.get(id)
      if (other !== undefined) {
        orderTarget(other, entry)
      }
    }
  }
}

function orderTarget(entry: Entry, target: Entry | undefined): void {
  if (target === undefined || !targetWaitsFor(target.unit, entry.unit)) {
    return
  }
  if (!related(target, 'Before').has(entry.unit.id) && !related(target, 'After').has(entry.unit.id)) {
    connect(target, 'After', entry)
    entry.followers.add(target.unit.id)
  }
}

/** Takes back the order that no file asked for; it is made anew when all are linked again. */
function forgetOrder(world: World, entry: Entry): void {
  const { id } = entry.unit
  for (const target of entry.followers) {
    disconnect(entry, world.entries.get(target))
  }
  entry.followers.clear()
  for (const after of related(entry, 'After')) {
    const other = world.entries.get(after)
    if (other?.followers.delete(id) === true) {
      disconnect(other, entry)
    }
  }
}

function disconnect(entry: Entry, target: Entry | undefined): void {
  target?.relations.get('After')?.delete(entry.unit.id)
  if (target !== undefined) {
    entry.relations.get('Before')?.delete(target.unit.id)
  }
}

/** Takes a unit out of the world. Nobody may refer to it any more. */
export function removeUnit(world: World, id: string): void {
  const entry = world.entries.get(id)
  if (entry === undefined) {
    return
  }
  forgetOrder(world, entry)
  unlink(world, entry)
  world.entries.delete(id)
  world.idle.delete(id)
  world.awaited.delete(id)
  for (const name of entry.unit.names) {
    if (world.names.get(name) === id) {
      world.names.delete(name)
    }
  }
}

function link(world: World, entry: Entry): void {
  for (const [relation, names] of entry.unit.relations) {
    for (const name of names) {
      const id = world.names.get(name)
      const other = id === undefined ? undefined : world.entries.get(id)
      if (other !== undefined && other !== entry) {
        connect(entry, relation, other)
        connect(entry, 'References', other)
      }
    }
  }
}

function connect(from: Entry, relation: Relation, to: Entry): void {
  put(from, relation, to.unit.id)
  put(to, inverseOf(relation), from.unit.id)
}

function put(entry: Entry, relation: Relation, id: string): void {
  const ids = entry.relations.get(relation)
  if (ids === undefined) {
    entry.relations.set(relation, new Set([id]))
  } else {
    ids.add(id)
  }
}

/**
 * Takes back what this unit's own files said. What others say of it stays: their half of a relation that both name is made
 * again from their files.
 */
function unlink(world: World, entry: Entry): void {
  const id = entry.unit.id
  for (const [relation, names] of entry.unit.relations) {
    for (const name of names) {
      const other = world.entries.get(world.names.get(name) ?? name)
      if (other !== undefined && !says(other, inverseOf(relation), entry)) {
        entry.relations.get(relation)?.delete(other.unit.id)
        other.relations.get(inverseOf(relation))?.delete(id)
      }
    }
  }
  for (const referred of [...(entry.relations.get('References') ?? [])]) {
    entry.relations.get('References')?.delete(referred)
    world.entries.get(referred)?.relations.get('ReferencedBy')?.delete(id)
  }
}

function says(entry: Entry, relation: Relation, about: Entry): boolean {
  const names = entry.unit.relations.get(relation)
  return names !== undefined && about.unit.names.some(name => names.has(name))
}
