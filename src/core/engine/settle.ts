/**
 * When the dust of an event has settled: units nobody needs are stopped (StopWhenUnneeded=), units that lost what they are
 * bound to as well (BindsTo=), and units that shall be held up are started again (Upholds=).
 */

import { countStart } from '#core/lifecycle/start-limit.ts'
import { isActiveOrReloading, isInactiveOrFailed } from '#core/unit/active-state.ts'
import type { JobMode } from '#core/unit/job-mode.ts'
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
    byItself(work, entry, 'stop', 'fail', 'Unit is not needed anymore. Stopping.', 'Unit not needed anymore')
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
    const why = `Unit is stopped because bound to inactive unit ${lost.unit.id}.`
    byItself(
      work,
      entry,
      'stop',
      'replace',
      why,
      `Unit needs to be stopped because it is bound to inactive unit ${lost.unit.id}`,
    )
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
    const why = `Unit is started because upheld by active unit ${holder.unit.id}.`
    byItself(
      work,
      entry,
      'start',
      'fail',
      why,
      `Unit needs to be started because active unit ${holder.unit.id} upholds it`,
    )
  }
}

/** Sixteen times in ten seconds: what is brought up and falls down again more often than that is left alone. */
const ownAccordLimit = { intervalUs: 10_000_000n, burst: 16 }

function byItself(work: Work, entry: Entry, type: 'start' | 'stop', mode: JobMode, text: string, need: string): void {
  const { count, allowed } = countStart(entry.ownAccord, ownAccordLimit, work.now.monotonic)
  entry.ownAccord = count
  if (!allowed) {
    const verb = type === 'start' ? 'starting' : 'stopping'
    const later = type === 'start' ? ' Will retry later.' : ''
    log(work, entry, 'warning', `${need}, but not ${verb} since we tried this too often recently.${later}`)
    if (type === 'start') {
      const at = count.began + Number(ownAccordLimit.intervalUs) + 1
      work.effects.push({ type: 'uphold-alarm', unit: entry.unit.id, at })
    }
    return
  }
  log(work, entry, 'info', text)
  wish(work, entry, type, mode)
}
