/** systemctl show-environment (systemctl(1)). */

import { getFromManager, refuse } from '#cli/session/manager-call.ts'
import type { Session } from '#cli/session/session.ts'
import { quoteValue } from '#core/base/text/shell-quote.ts'

/** Prints the environment services are started with, so that a shell can read it. */
export async function showEnvironment(session: Session): Promise<number> {
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const assignments = await getFromManager(client.value, 'Environment')
  if (!assignments.ok) {
    return refuse(session, 'Failed to get environment', assignments.error)
  }
  session.openPager()
  for (const assignment of assignments.value) {
    const sign = assignment.indexOf('=')
    const [name, value] = [assignment.slice(0, sign), assignment.slice(sign + 1)]
    session.print(`${name}=${quoteValue(value)}\n`)
  }
  return 0
}
