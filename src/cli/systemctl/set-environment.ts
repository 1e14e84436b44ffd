/** systemctl set-environment and unset-environment (systemctl(1)). */

import { callManager, refuse } from '#cli/session/manager-call.ts'
import type { Session } from '#cli/session/session.ts'

/** Sets or removes variables of the environment services are started with. */
export async function setEnvironment(session: Session): Promise<number> {
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const reply =
    session.verb === 'set-environment'
      ? await callManager(client.value, 'SetEnvironment', { assignments: session.args })
      : await callManager(client.value, 'UnsetEnvironment', { names: session.args })
  return reply.ok ? 0 : refuse(session, 'Failed to set environment', reply.error)
}
