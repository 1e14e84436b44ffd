/** systemctl daemon-reload and daemon-reexec (systemctl(1)). */

import { callManager, refuse } from '#cli/session/manager-call.ts'
import { isBooted } from '#cli/session/offline.ts'
import type { Session } from '#cli/session/session.ts'

/** Generators and large trees of unit files take their time. */
const timeLimitMs = 180_000

/** Lets the manager read unit files again. Where none runs there is nothing to reload, as while an image is built. */
export async function daemonReload(session: Session): Promise<number> {
  if (session.options.transport.to === 'local' && session.options.scope === 'system' && !isBooted(session.kernel)) {
    session.say('info', `No service manager is running, ignoring command '${session.verb}'`)
    return 0
  }
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  return session.verb === 'daemon-reexec' ? reexecute(session) : reload(session)
}

/** As daemon-reload, for verbs that change unit files. */
export async function reload(session: Session): Promise<number> {
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const reply = await callManager(client.value, 'Reload', {}, { timeLimitMs })
  return reply.ok ? 0 : refuse(session, 'Reload daemon failed', reply.error)
}

/** The manager does not answer this one: it is gone by then, and the connection with it. */
async function reexecute(session: Session): Promise<number> {
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const reply = await callManager(client.value, 'Reexecute', {}, { timeLimitMs })
  if (reply.ok || goneErrors.includes(reply.error.name)) {
    return 0
  }
  return refuse(session, 'Reexecute daemon failed', reply.error)
}

const goneErrors: readonly string[] = ['org.freedesktop.DBus.Error.NoReply', 'org.freedesktop.DBus.Error.Disconnected']
