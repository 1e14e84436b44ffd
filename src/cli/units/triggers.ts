/** What may start a unit again that was just stopped. */

import type { Session } from '#cli/session/session.ts'
import type { Client } from '#control/client.ts'
import { unitPath } from '#control/object-path.ts'
import { unitInterface } from '#control/protocol/unit.ts'

/** Says which sockets, timers and paths are still active that trigger one of the units. */
export async function warnOfTriggers(
  session: Session,
  client: Client,
  stopped: readonly string[],
  doing = 'Stopping',
): Promise<void> {
  for (const name of stopped) {
    const path = unitPath(name)
    const [load, triggers] = await Promise.all([
      client.get(path, unitInterface, 'LoadState'),
      client.get(path, unitInterface, 'TriggeredBy'),
    ])
    if (!load.ok || (doing === 'Stopping' && load.value === 'masked') || !triggers.ok) {
      continue
    }
    const active: string[] = []
    for (const trigger of triggers.value) {
      const state = await client.get(unitPath(trigger), unitInterface, 'ActiveState')
      if (state.ok && runningStates.includes(state.value)) {
        active.push(trigger)
      }
    }
    if (active.length === 0) {
      continue
    }
    session.say('warning', `${doing} '${name}', but its triggering units are still active:`)
    session.say('warning', active.join(', '))
  }
}

const runningStates = ['active', 'reloading', 'refreshing']
