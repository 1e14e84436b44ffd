/** systemctl is-failed (systemctl(1)): of units, or of the system as a whole. */

import { describeError } from '#cli/session/bus-message.ts'
import type { Session } from '#cli/session/session.ts'
import { managerPath } from '#control/object-path.ts'
import { managerInterface } from '#control/protocol/manager.ts'
import { checkUnits } from './is-active.ts'

const notFailed = 1

/** 0 when one of the units has failed; without units, when the system is degraded. */
export async function isFailed(session: Session): Promise<number> {
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  if (session.args.length > 0) {
    return checkUnits(session, client.value, ['failed'], notFailed)
  }
  const state = await client.value.get(managerPath, managerInterface, 'SystemState')
  if (!state.ok) {
    session.say('error', `Failed to query system state: ${describeError(state.error)}`)
    return 1
  }
  if (!session.options.quiet) {
    session.print(`${state.value}\n`)
  }
  return state.value === 'degraded' ? 0 : notFailed
}
