/** Units as files alone make them, with everything they refer to: what a manager that runs nothing would know. */
import { readLoadContext } from '#catalog/load-context.ts'
import { readSources } from '#catalog/sources.ts'
import { readIndex } from '#catalog/unit-index.ts'
import type { CommandKernel } from '#cli/session/session.ts'
import { errnoText, isErrnoName } from '#core/base/linux/errno.ts'
import type { Refusal } from '#core/job/job.ts'
import type { View } from '#core/job/view.ts'
import { loadUnit } from '#core/unit/read/load.ts'
import { targetWaitsFor } from '#core/unit/relate/default-dependencies.ts'
import { type Influence, inverseOf, type Relation, relationsWith } from '#core/unit/relation.ts'
import type { Unit } from '#core/unit/unit.ts'
import type { Diagnostic } from '#core/unitfile/diagnostic.ts'

export interface UnitGraph {
  /** Loads a unit, and what it refers to unless it is to stand alone; what is wrong with the files is told on the way. */
  load(name: string): Unit
  /** The units as a transaction sees them: none is up, and nothing is queued. */
  view(): View
}

export interface GraphParts {
  readonly kernel: Pick<CommandKernel, 'host' | 'files'>
  readonly mode: 'system' | 'user'
  readonly folders: readonly string[]
  /** Whether only the units asked for are loaded, and not what they refer to. */
  readonly alone: boolean
  readonly tell: (unit: Unit, diagnostics: readonly Diagnostic[]) => void
}

export function unitGraph({ kernel, mode, folders, alone, tell }: GraphParts): UnitGraph {
  const index = readIndex(kernel.files, folders)
  const { context } = readLoadContext(kernel, mode, index, ['-.mount'])
  const units = new Map<string, Unit>()
  const readOne = (name: string): Unit => {
    const { unit, diagnostics } = loadUnit(readSources(kernel.files, index, name), context)
    const known = units.get(unit.id)
    for (const each of [...unit.names, name]) {
      units.set(each, known ?? unit)
    }
    if (known === undefined) {
      tell(unit, diagnostics)
    }
    return known ?? unit
  }
  return {
    load(wanted) {
      const open = [wanted]
      for (let name = open.pop(); name !== undefined; name = open.pop()) {
        if (units.has(name)) {
          continue
        }
        const unit = readOne(name)
        if (!alone && unit.load === 'loaded') {
          open.push(...[...unit.relations.values()].flatMap(others => [...others]))
        }
      }
      return units.get(wanted) ?? readOne(wanted)
    },
    view: () => viewOf(units),
  }
}

function viewOf(units: ReadonlyMap<string, Unit>): View {
  const related = relate(units)
  return {
    unit: name => {
      const unit = units.get(name)
      return {
        id: unit?.id ?? name,
        active: 'inactive',
        job: null,
        refusal: unit === undefined ? notFound(name) : refusalOf(unit),
        perpetual: unit?.perpetual ?? false,
        canReload: false,
        ignoreOnIsolate: unit?.unit.IgnoreOnIsolate ?? false,
      }
    },
    reached: (id, influence) => reach(related, id, influence),
    ids: () => new Set([...units.values()].map(unit => unit.id)),
  }
}

type Related = ReadonlyMap<string, ReadonlyMap<Relation, ReadonlySet<string>>>

function reach(related: Related, id: string, influence: Influence): readonly string[] {
  const all = relationsWith(influence).flatMap(relation => [...(related.get(id)?.get(relation) ?? [])])
  return [...new Set(all)]
}

/** Relations in both directions, and the order of targets behind what they pull in. */
function relate(units: ReadonlyMap<string, Unit>): Related {
  const related = new Map<string, Map<Relation, Set<string>>>()
  const add = (from: string, relation: Relation, to: string): void => {
    const own = related.get(from) ?? new Map<Relation, Set<string>>()
    related.set(from, own)
    own.set(relation, (own.get(relation) ?? new Set()).add(to))
  }
  const all = [...new Set(units.values())]
  for (const unit of all) {
    for (const [relation, others] of unit.relations) {
      for (const other of others) {
        const id = units.get(other)?.id ?? other
        if (id === unit.id) {
          continue
        }
        add(unit.id, relation, id)
        add(id, inverseOf(relation), unit.id)
      }
    }
  }
  for (const target of all.filter(({ type }) => type === 'target')) {
    const own = related.get(target.id)
    for (const id of pullsIn.flatMap(relation => [...(own?.get(relation) ?? [])])) {
      const member = units.get(id)
      const isOrdered = own?.get('Before')?.has(id) === true || own?.get('After')?.has(id) === true
      if (member === undefined || isOrdered || !targetWaitsFor(target, member)) {
        continue
      }
      add(target.id, 'After', id)
      add(id, 'Before', target.id)
    }
  }
  return related
}

const pullsIn = ['Requires', 'Requisite', 'Wants', 'BindsTo', 'Upholds'] as const

/** Why a unit cannot be started, in systemd's words; null when it is loaded. */
export function refusalOf(unit: Unit): Refusal | null {
  switch (unit.load) {
    case 'loaded':
      return null
    case 'not-found':
      return notFound(unit.id)
    case 'bad-setting':
      return { code: 'BadUnitSetting', message: `Unit ${unit.id} has a bad unit file setting.` }
    case 'masked':
      return { code: 'UnitMasked', message: `Unit ${unit.id} is masked.` }
    case 'error': {
      const errno = unit.loadErrno ?? 'EIO'
      const why = isErrnoName(errno) ? errnoText(errno) : errno
      const what = `Unit ${unit.id} failed to load properly, please adjust/correct and reload service manager`
      return { code: 'LoadFailed', message: `${what}: ${why}` }
    }
  }
}

function notFound(name: string): Refusal {
  return { code: 'NoSuchUnit', message: `Unit ${name} not found.` }
}
