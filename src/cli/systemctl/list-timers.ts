/** systemctl list-timers (systemctl(1)). */

import type { Cell } from '#cli/render/table.ts'
import type { Session } from '#cli/session/session.ts'
import { type DualTime, nextElapse } from '#cli/status/next-elapse.ts'
import { askTriggers, gatherUnits, printActivators } from '#cli/units/activators.ts'
import type { Client } from '#control/client.ts'
import { unitPath } from '#control/object-path.ts'
import { timerInterface } from '#control/protocol/units/timer.ts'
import { infinity } from '#core/calendar/span.ts'
import { formatRelative, formatTimestamp } from '#core/calendar/timestamp.ts'
import type { Zone } from '#core/calendar/zone.ts'

interface Timer {
  readonly unit: string
  /** µs since 1970; infinity for never, 0 for not yet. */
  readonly next: bigint
  readonly last: bigint
  readonly triggers: Cell
}

/** Lists timer units, the one first that elapses next. */
export async function listTimers(session: Session): Promise<number> {
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const { clock } = session.kernel
  const now: DualTime = { realtime: BigInt(clock.realtime()), monotonic: BigInt(clock.monotonic()) }
  const found = await gatherUnits(session, client.value, 'timer', ({ name }) => askTimer(client.value, name, now))
  if (!found.ok) {
    return found.error
  }
  const timers = found.value.toSorted(compareTimers)
  const zone = await session.zone()
  const columns = [
    { title: 'NEXT' },
    { title: 'LEFT', align: 'right' },
    { title: 'LAST' },
    { title: 'PASSED', align: 'right' },
    { title: 'UNIT' },
    { title: 'ACTIVATES' },
  ] as const
  const rows = timers.map(({ next, last, unit, triggers }) => ({
    cells: [
      ...timeCells(next, now.realtime, zone, ''),
      ...timeCells(last, now.realtime, zone, ' left'),
      { text: unit },
      triggers,
    ],
  }))
  printActivators(session, { columns, rows, placeholder: '-' }, timers.length, 'timers')
  return 0
}

/** A time, and how far it is. Dashes of times are not grey as others are. */
function timeCells(time: bigint, now: bigint, zone: Zone, after: '' | ' left'): readonly Cell[] {
  const json = time >= infinity ? null : time
  return [
    { text: formatTimestamp(time, 'pretty', zone) ?? '-', json },
    { text: formatRelative(time, now, after) ?? '-', json, align: 'right' },
  ]
}

async function askTimer(client: Client, unit: string, now: DualTime): Promise<Timer> {
  const path = unitPath(unit)
  const [realtime, monotonic, last, triggers] = await Promise.all([
    client.get(path, timerInterface, 'NextElapseUSecRealtime'),
    client.get(path, timerInterface, 'NextElapseUSecMonotonic'),
    client.get(path, timerInterface, 'LastTriggerUSec'),
    askTriggers(client, unit),
  ])
  const next = {
    realtime: realtime.ok ? realtime.value : infinity,
    monotonic: monotonic.ok ? monotonic.value : infinity,
  }
  return { unit, next: nextElapse(now, next), last: last.ok ? last.value : 0n, triggers }
}

function compareTimers(one: Timer, other: Timer): number {
  if (one.next !== other.next) {
    return one.next < other.next ? -1 : 1
  }
  return one.unit < other.unit ? -1 : 1
}
