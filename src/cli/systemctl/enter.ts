/** systemctl default, rescue and emergency (systemctl(1)): leaves of the system only what one target needs. */
import type { Session } from '#cli/session/session.ts'
import { systemActions } from '#cli/units/special-units.ts'
import { act } from './shut-down.ts'

export async function enterMode(session: Session): Promise<number> {
  const action = systemActions[session.verb]
  if (action === undefined || session.options.dryRun) {
    return 0
  }
  return act(session, action)
}
