/** systemctl is-active and is-failed (systemctl(1)): exit statuses as the LSB gives them to init scripts. */

import { describeError } from '#cli/session/bus-message.ts'
import type { Session } from '#cli/session/session.ts'
import { inOrder } from '#cli/units/in-order.ts'
import { expandNames } from '#cli/units/unit-names.ts'
import type { Client } from '#control/client.ts'
import { unitPath } from '#control/object-path.ts'
import { unitInterface } from '#control/protocol/unit.ts'

/** Not one of the units is active. */
const notRunning = 3
/** There is none of the units. */
const unknown = 4

/** Prints the states of units; 0 when one of them is active, 3 when none is, 4 when there is none. */
export async function isActive(session: Session): Promise<number> {
  const client = await session.manager()
  return client.ok ? checkUnits(session, client.value, ['active', 'reloading', 'refreshing'], notRunning) : client.error
}

/** Prints the states of units; 0 when one of them is in one of the wanted states, `otherwise` when none is. */
export async function checkUnits(
  session: Session,
  client: Client,
  wanted: readonly string[],
  otherwise: number,
): Promise<number> {
  const names = await expandNames(session, client, session.args)
  if (!names.ok) {
    return names.error
  }
  let status = unknown
  for await (const state of inOrder(names.value.names, name => askState(client, name))) {
    if (typeof state === 'string') {
      session.say('error', `Failed to retrieve unit state: ${state}`)
      return 1
    }
    if (!session.options.quiet) {
      session.print(`${state.active}\n`)
    }
    if (wanted.includes(state.active)) {
      status = 0
    } else if (status === unknown && state.load !== 'not-found') {
      status = otherwise
    }
  }
  return status
}

/** The states of a unit, or what the manager says instead. */
async function askState(client: Client, name: string): Promise<{ active: string; load: string } | string> {
  const path = unitPath(name)
  const [active, load] = await Promise.all([
    client.get(path, unitInterface, 'ActiveState'),
    client.get(path, unitInterface, 'LoadState'),
  ])
  if (!active.ok) {
    return describeError(active.error)
  }
  return { active: active.value, load: load.ok ? load.value : 'not-found' }
}
