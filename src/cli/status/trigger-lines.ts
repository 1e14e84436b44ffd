/** Lines on what starts a unit, and what it starts. */

import type { TimeStyle } from '#cli/properties/style.ts'
import { paint } from '#cli/render/colour.ts'
import { glyph } from '#cli/render/glyph.ts'
import type { Session } from '#cli/session/session.ts'
import type { Client } from '#control/client.ts'
import { unitPath } from '#control/object-path.ts'
import { unitInterface } from '#control/protocol/unit.ts'
import { describeTime } from './activity.ts'
import type { Facts } from './facts.ts'
import { stateColour } from './headline.ts'
import { labelled, labelledList } from './layout.ts'
import { type DualTime, nextElapse } from './next-elapse.ts'

export async function triggerLines(session: Session, client: Client, facts: Facts, time: TimeStyle): Promise<string> {
  const [triggers, triggeredBy] = await Promise.all(
    ['Triggers', 'TriggeredBy'].map(name => describeUnits(session, client, facts.texts(name))),
  )
  return (
    elapseLine(session, facts, time) +
    labelledList('Triggers', triggers ?? []) +
    labelledList('TriggeredBy', triggeredBy ?? [])
  )
}

/** When a timer elapses next. */
function elapseLine(session: Session, facts: Facts, time: TimeStyle): string {
  if (!facts.text('Id').endsWith('.timer')) {
    return ''
  }
  const { clock } = session.kernel
  const now: DualTime = { realtime: BigInt(clock.realtime()), monotonic: BigInt(clock.monotonic()) }
  const next = nextElapse(now, {
    realtime: facts.amount('NextElapseUSecRealtime'),
    monotonic: facts.amount('NextElapseUSecMonotonic'),
  })
  return labelled('Trigger', describeTime(session, next, time) ?? 'n/a')
}

function describeUnits({ look }: Session, client: Client, names: readonly string[]): Promise<readonly string[]> {
  const describe = async (name: string): Promise<string> => {
    const state = await client.get(unitPath(name), unitInterface, 'ActiveState')
    const active = state.ok ? state.value : 'inactive'
    return `${paint(glyph('black-circle', look), stateColour(active), look)} ${name}`
  }
  return Promise.all(names.map(describe))
}
