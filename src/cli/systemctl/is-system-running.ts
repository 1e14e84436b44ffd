/** systemctl is-system-running (systemctl(1)). */
import { describeError } from '#cli/session/bus-message.ts'
import { getFromManager } from '#cli/session/manager-call.ts'
import { isBooted } from '#cli/session/offline.ts'
import type { Session } from '#cli/session/session.ts'
import type { Client } from '#control/client.ts'
import { managerInterface } from '#control/protocol/manager.ts'

const stillStarting = ['initializing', 'starting']

/** Prints how the system is; 0 when it runs and nothing has failed. */
export async function isSystemRunning(session: Session): Promise<number> {
  const { options, kernel } = session
  if (options.transport.to === 'local' && options.scope === 'system' && !isBooted(kernel)) {
    return tell(session, 'offline')
  }
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const started = options.wait ? listenForStart(client.value) : undefined
  const state = await getFromManager(client.value, 'SystemState')
  if (!state.ok) {
    return refuse(session, describeError(state.error))
  }
  if (started === undefined || !stillStarting.includes(state.value)) {
    return tell(session, state.value)
  }
  await started
  const now = await getFromManager(client.value, 'SystemState')
  return now.ok ? tell(session, now.value) : refuse(session, describeError(now.error))
}

function tell(session: Session, state: string): number {
  if (!session.options.quiet) {
    session.print(`${state}\n`)
  }
  return state === 'running' ? 0 : 1
}

function refuse(session: Session, why: string): number {
  session.say('warning', `Failed to query system state, ignoring: ${why}`)
  return tell(session, 'unknown')
}

/** Resolves when the start is over, or the manager is gone. */
function listenForStart(client: Client): Promise<void> {
  return new Promise(resolve => {
    client.listen(managerInterface, 'StartupFinished', () => resolve())
    client.onLost(() => resolve())
  })
}
