/** systemctl kill (systemctl(1)). */

import { listenForUnits } from '#cli/jobs/unit-ends.ts'
import { describeError } from '#cli/session/bus-message.ts'
import { callManager } from '#cli/session/manager-call.ts'
import type { Session } from '#cli/session/session.ts'
import { expandNames } from '#cli/units/unit-names.ts'

/** Sends a signal to the processes of units. */
export async function killUnits(session: Session): Promise<number> {
  const { killWhom, killValue, signal, wait } = session.options
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const names = await expandNames(session, client.value, session.args)
  if (!names.ok) {
    return names.error
  }
  const ends = wait ? listenForUnits(client.value) : undefined
  let status = 0
  for (const name of names.value.names) {
    const args = { name, whom: killWhom ?? 'all', signal }
    await ends?.add(name)
    const reply =
      killValue === null
        ? await callManager(client.value, 'KillUnit', args)
        : await callManager(client.value, 'QueueSignalUnit', { ...args, value: killValue })
    if (reply.ok) {
      continue
    }
    session.say('error', `Failed to kill unit ${name}: ${describeError(reply.error)}`)
    status = 1
  }
  const how = ends === undefined ? 'good' : await ends.finished()
  if (how === 'lost') {
    session.say('error', 'Failed to wait for units: Connection reset by peer')
  }
  return how === 'good' ? status : 1
}
