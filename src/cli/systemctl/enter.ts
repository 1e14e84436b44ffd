/** systemctl default, rescue and emergency (systemctl(1)): leaves of the system only what one target needs. */
import type { Session } from '#cli/session.ts'
import { act } from './shut-down.ts'
import { systemActions } from './special-units.ts'

export async function enterMode(session: Session): Promise<number> {
  const action = systemActions[session.verb]
  if (action === undefined || session.options.dryRun) return 0
  return act(session, action)
}
