/** systemctl set-property (systemctl(1)). */

import { readAssignment } from '#cli/properties/read-assignment.ts'
import { describeError } from '#cli/session/bus-message.ts'
import { callManager } from '#cli/session/manager-call.ts'
import type { Session } from '#cli/session/session.ts'
import { readTypedNames } from '#cli/units/unit-names.ts'
import type { Variant } from '#control/codec/value-of.ts'

/** Changes properties of a unit while it runs, and with --runtime only until the next boot. */
export async function setProperty(session: Session): Promise<number> {
  const [typed = '', ...assignments] = session.args
  const names = readTypedNames(session, [typed])
  if (!names.ok) {
    return names.error
  }
  const [name = typed] = names.value.names
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const properties: (readonly [string, Variant])[] = []
  for (const assignment of assignments) {
    const read = readAssignment(assignment)
    if (!read.ok) {
      session.say('error', read.error)
      return 1
    }
    properties.push(...read.value)
  }
  const args = { name, runtime: session.options.runtime, properties }
  const reply = await callManager(client.value, 'SetUnitProperties', args)
  if (reply.ok) {
    return 0
  }
  session.say('error', `Failed to set unit properties on ${name}: ${describeError(reply.error)}`)
  return 1
}
