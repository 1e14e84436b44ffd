/** systemctl cancel and clear-jobs (systemctl(1)). */
import { describeError } from '#cli/session/bus-message.ts'
import { callManager, refuse } from '#cli/session/manager-call.ts'
import type { Session } from '#cli/session/session.ts'
import { parseUint32 } from '#core/base/numbers.ts'

/** Cancels the jobs of the numbers given, or all. */
export async function cancelJobs(session: Session): Promise<number> {
  if (session.args.length === 0) {
    return clearJobs(session)
  }
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  let status = 0
  for (const text of session.args) {
    const id = parseUint32(text)
    if (!id.ok) {
      session.say(
        'error',
        `Failed to parse job id "${text}": ${id.error === 'ERANGE' ? rangeError : 'Invalid argument'}`,
      )
      return 1
    }
    const reply = await callManager(client.value, 'CancelJob', { id: id.value })
    if (reply.ok) {
      continue
    }
    session.say('error', `Failed to cancel job ${id.value}, ignoring: ${describeError(reply.error)}`)
    status = 1
  }
  return status
}

const rangeError = 'Numerical result out of range'

/** Cancels all jobs. */
export async function clearJobs(session: Session): Promise<number> {
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const reply = await callManager(client.value, 'ClearJobs', {})
  return reply.ok ? 0 : refuse(session, 'Failed to execute operation', reply.error)
}
