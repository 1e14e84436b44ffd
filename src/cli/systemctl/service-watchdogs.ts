/** systemctl service-watchdogs (systemctl(1)). */

import { refuse } from '#cli/session/manager-call.ts'
import type { Session } from '#cli/session/session.ts'
import { variant } from '#control/codec/value-of.ts'
import { managerPath } from '#control/object-path.ts'
import { managerInterface } from '#control/protocol/manager.ts'
import { formatBoolean, parseBoolean } from '#core/base/boolean.ts'

/** Prints whether watchdogs of services count, or sets it. */
export async function serviceWatchdogs(session: Session): Promise<number> {
  const [wanted] = session.args
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  if (wanted === undefined) {
    const now = await client.value.get(managerPath, managerInterface, 'ServiceWatchdogs')
    if (!now.ok) {
      return refuse(session, 'Failed to get service-watchdog state', now.error)
    }
    session.print(`${formatBoolean(now.value)}\n`)
    return 0
  }
  const state = parseBoolean(wanted)
  if (!state.ok) {
    session.say('error', 'Failed to parse service-watchdogs argument: Invalid argument')
    return 1
  }
  const path = managerInterface.name
  const set = await client.value.set(managerPath, path, 'ServiceWatchdogs', variant('b', state.value))
  return set.ok ? 0 : refuse(session, 'Failed to set service-watchdog state', set.error)
}
