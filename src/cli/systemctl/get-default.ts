/** systemctl get-default (systemctl(1)). */
import { getDefaultTarget } from '#catalog/install/install.ts'
import type { Session } from '#cli/session/session.ts'
import { openLookup } from '#cli/unit-files/place.ts'
import { errnoText } from '#core/base/linux/errno.ts'

/** Prints the target the system boots into. */
export async function getDefault(session: Session): Promise<number> {
  if (session.options.transport.to !== 'local') {
    const remote = await session.manager()
    if (!remote.ok) {
      return remote.error
    }
  }
  const found = getDefaultTarget(openLookup(session, true))
  if (found.ok) {
    session.print(`${found.value}\n`)
    return 0
  }
  session.say('error', `Failed to get default target: ${errnoText(found.error)}`)
  return 1
}
