/** systemctl import-environment (systemctl(1)). */

import { callManager, refuse } from '#cli/session/manager-call.ts'
import type { Session } from '#cli/session/session.ts'
import { isVariableName } from '#core/unit/expand/environment.ts'

/** Sets variables of the manager's environment to what they are here: those named, or all. */
export async function importEnvironment(session: Session): Promise<number> {
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const assignments = session.args.length === 0 ? importAll(session) : importNamed(session)
  if (assignments === undefined) {
    return 1
  }
  if (assignments.length === 0) {
    return 0
  }
  const reply = await callManager(client.value, 'SetEnvironment', { assignments })
  return reply.ok ? 0 : refuse(session, 'Failed to import environment', reply.error)
}

function importAll(session: Session): readonly string[] {
  session.say('warning', 'Calling import-environment without a list of variable names is deprecated.')
  return [...session.environment]
    .filter(([name, value]) => isVariableName(name) && !/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(value))
    .map(([name, value]) => `${name}=${value}`)
}

/** Undefined when one of the names is none, which was said. */
function importNamed(session: Session): readonly string[] | undefined {
  const assignments: string[] = []
  for (const name of session.args) {
    if (!isVariableName(name)) {
      session.say('error', `Not a valid environment variable name: ${name}`)
      return undefined
    }
    const value = session.environment.get(name)
    if (value !== undefined) {
      assignments.push(`${name}=${value}`)
    } else {
      session.say('notice', `Environment variable $${name} not set, ignoring.`)
    }
  }
  return assignments
}
