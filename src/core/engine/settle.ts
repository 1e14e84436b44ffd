/**
 * When the dust of an event has settled: units nobody needs are stopped (StopWhenUnneeded=), units that lost what they are
 * bound to as well (BindsTo=), and units that shall be held up are started again (Upholds=).
 */
import { isActiveOrReloading, isInactiveOrFailed } from '#core/unit/active-state.ts'
import { activeState, log, reached, type Work, wish } from './work.ts'
import { type Entry, related } from './world.ts'

export function settle(work: Work): void {
  const { unneeded, bound, upheld } = work.world.unsettled
  for (const entry of take(work, unneeded)) {
    stopIfUnneeded(work, entry)
  }
  for (const entry of take(work, bound)) {
    stopIfAlone(work, entry)
  }
  for (const entry of take(work, upheld)) {
    startIfUpheld(work, entry)
  }
}

function take({ world }: Work, ids: Set<string>): readonly Entry[] {
  const entries = [...ids].flatMap(id => world.entries.get(id) ?? [])
  ids.clear()
  return entries
}

function stopIfUnneeded(work: Work, entry: Entry): void {
  if (!entry.unit.unit.StopWhenUnneeded || activeState(entry) !== 'active' || entry.job !== null) {
    return
  }
  const isPinned = reached(work.world, entry, 'pins').some(
    other => other.job !== null || !isInactiveOrFailed(activeState(other)),
  )
  if (!isPinned) {
    log(work, entry, 'info', 'Unit is not needed anymore. Stopping.')
    wish(work, entry, 'stop', 'fail')
  }
}

function stopIfAlone(work: Work, entry: Entry): void {
  if (activeState(entry) !== 'active' || entry.job !== null) {
    return
  }
  const lost = reached(work.world, entry, 'cannot-be-active-without').find(
    other => other.job === null && isInactiveOrFailed(activeState(other)),
  )
  if (lost !== undefined) {
    log(work, entry, 'info', `Unit is stopped because bound to inactive unit ${lost.unit.id}.`)
    wish(work, entry, 'stop', 'replace')
  }
}

function startIfUpheld(work: Work, entry: Entry): void {
  if (!isInactiveOrFailed(activeState(entry)) || entry.job !== null || related(entry, 'UpheldBy').size === 0) {
    return
  }
  const holder = reached(work.world, entry, 'start-steadily').find(
    other => other.job === null && isActiveOrReloading(activeState(other)),
  )
  if (holder !== undefined) {
    log(work, entry, 'info', `Unit is started because upheld by active unit ${holder.unit.id}.`)
    wish(work, entry, 'start', 'fail')
  }
}
