/** systemctl exit (systemctl(1)): ends the manager, and with it the container. */

import { callManager, refuse } from '#cli/session/manager-call.ts'
import type { Session } from '#cli/session/session.ts'
import { systemActions } from '#cli/units/special-units.ts'
import { parseUint8 } from '#core/base/numbers.ts'
import { act } from './shut-down.ts'

/** Ends with the exit status that is given. */
export async function exitManager(session: Session): Promise<number> {
  const action = systemActions['exit']
  if (action === undefined) {
    return 1
  }
  const [text] = session.args
  const code = text === undefined ? undefined : parseUint8(text)
  if (code?.ok === false) {
    session.say('error', 'Invalid exit code.')
    return 1
  }
  if (session.options.dryRun) {
    return 0
  }
  if (code !== undefined) {
    const client = await session.manager()
    if (!client.ok) {
      return client.error
    }
    const reply = await callManager(client.value, 'SetExitCode', { number: code.value })
    if (!reply.ok) {
      return refuse(session, 'Failed to set exit code', reply.error)
    }
  }
  return act(session, action)
}
