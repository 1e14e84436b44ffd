/** systemctl reset-failed (systemctl(1)). */
import { describeError } from '#cli/session/bus-message.ts'
import { callManager, refuse } from '#cli/session/manager-call.ts'
import type { Session } from '#cli/session/session.ts'
import { expandNames } from '#cli/units/unit-names.ts'

/** Lets the manager forget that units have failed: those given, or all. */
export async function resetFailed(session: Session): Promise<number> {
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  if (session.args.length === 0) {
    const reply = await callManager(client.value, 'ResetFailed', {})
    return reply.ok ? 0 : refuse(session, 'Failed to execute operation', reply.error)
  }
  const names = await expandNames(session, client.value, session.args)
  if (!names.ok) {
    return names.error
  }
  let status = 0
  for (const name of names.value.names) {
    const reply = await callManager(client.value, 'ResetFailedUnit', { name })
    if (reply.ok) {
      continue
    }
    session.say('error', `Failed to reset failed state of unit ${name}: ${describeError(reply.error)}`)
    status = 1
  }
  return status
}
