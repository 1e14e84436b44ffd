/**
 * Units nobody needs to know of any more are forgotten, with their results (systemd.unit(5), CollectMode=). A unit stays while
 * it is up, has a job, is held by a client, or is referred to by a unit that stays; and while a handler that it called (OnSuccess=,
 * OnFailure=) is being started, which is told how it ended.
 */
import { isInactiveOrFailed } from '#core/unit/active-state.ts'
import { removeUnit } from './link.ts'
import { activeState, type Work } from './work.ts'
import { type Entry, related, type World } from './world.ts'

export function forget(work: Work): void {
  const { world } = work
  const verdicts = new Map<string, boolean>()
  const candidates = [...world.idle]
  world.idle.clear()
  const busy = new Set(work.effects.flatMap(effect => (effect.type === 'unit' ? [effect.unit] : [])))
  for (const id of candidates) {
    const entry = world.entries.get(id)
    if (busy.has(id)) {
      // Something is to be done about it yet, as removing what it left behind: the next event forgets it.
      world.idle.add(id)
    } else if (entry !== undefined && !isNeeded(world, entry, verdicts)) {
      forgetUnit(work, entry)
    }
  }
}

function forgetUnit({ world, effects }: Work, entry: Entry): void {
  const { id, names } = entry.unit
  // What it referred to may have had no other reason to be here.
  for (const referred of related(entry, 'References')) {
    world.idle.add(referred)
  }
  removeUnit(world, id)
  effects.push({ type: 'unit-removed', unit: id, names })
}

/** Whether a unit, or anyone who refers to it over any distance, has a reason of its own to stay. */
function isNeeded(world: World, entry: Entry, verdicts: Map<string, boolean>): boolean {
  const open = [entry]
  const seen = new Set<string>()
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { id } = next.unit
    if (seen.has(id)) {
      continue
    }
    seen.add(id)
    if (verdicts.get(id) === true || staysByItself(next) || isHandled(world, next)) {
      verdicts.set(entry.unit.id, true)
      return true
    }
    if (verdicts.get(id) === undefined) {
      open.push(...[...related(next, 'ReferencedBy')].flatMap(other => world.entries.get(other) ?? []))
    }
  }
  for (const id of seen) {
    verdicts.set(id, false)
  }
  return false
}

function isHandled(world: World, entry: Entry): boolean {
  return (['OnSuccess', 'OnFailure'] as const).some(relation =>
    [...related(entry, relation)].some(id => world.entries.get(id)?.job?.type === 'start'),
  )
}

/** Whoever called a handler was kept for it. */
export function releaseCallers(world: World, handler: Entry): void {
  for (const relation of ['OnSuccessOf', 'OnFailureOf'] as const) {
    for (const id of related(handler, relation)) {
      world.idle.add(id)
    }
  }
}

function staysByItself(entry: Entry): boolean {
  if (entry.job !== null || entry.nop !== null || entry.holders > 0 || entry.unit.perpetual || entry.populated) {
    return true
  }
  const state = activeState(entry)
  if (state === 'failed') {
    return entry.unit.unit.CollectMode === 'inactive'
  }
  return !isInactiveOrFailed(state)
}
