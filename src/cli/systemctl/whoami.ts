/** systemctl whoami (systemctl(1)). */

import { describeError } from '#cli/session/bus-message.ts'
import { callManager } from '#cli/session/manager-call.ts'
import type { Session } from '#cli/session/session.ts'
import type { Client } from '#control/client.ts'
import type { BusError } from '#control/errors.ts'
import { unitFromPath } from '#control/object-path.ts'
import { unitInterface } from '#control/protocol/unit.ts'
import { parsePid } from '#core/base/scalars.ts'

/** Prints the unit of each process, or of the one that asks. */
export async function whoAmI(session: Session): Promise<number> {
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  // The manager knows who asks by the connection when the pid is 0.
  if (session.args.length === 0) {
    return printUnit(session, client.value, 0)
  }
  let status = 0
  for (const text of session.args) {
    const pid = parsePid(text)
    if (!pid.ok) {
      session.say('error', `Invalid PID specified: ${text}`)
      return 1
    }
    if (session.kernel.processes.entry(pid.value) === undefined) {
      session.say('error', `PID ${pid.value} doesn't exist or is already gone.`)
      status = 1
      continue
    }
    status = (await printUnit(session, client.value, pid.value)) || status
  }
  return status
}

async function printUnit(session: Session, client: Client, pid: number): Promise<number> {
  const reply = await callManager(client, 'GetUnitByPID', { pid })
  if (!reply.ok) {
    return refuse(session, pid, reply.error)
  }
  const name = unitFromPath(reply.value.unit)
  const id = await client.get(reply.value.unit, unitInterface, 'Id')
  session.print(`${id.ok ? id.value : name}\n`)
  return 0
}

function refuse(session: Session, pid: number, error: BusError): number {
  const isGone = error.name === 'org.freedesktop.systemd1.NoSuchProcess'
  const isNone = error.name === 'org.freedesktop.systemd1.NoUnitForPID'
  if (isGone) {
    session.say('error', `PID ${pid} doesn't exist or is already gone.`)
  } else if (isNone) {
    session.say('error', `PID ${pid} does not belong to any systemd unit.`)
  } else {
    session.say('error', `Failed to get unit for PID ${pid}: ${describeError(error)}`)
  }
  return 1
}
