/** systemctl status (systemctl(1)): of units, of the units of processes, or of the system. */

import { lastLines } from '#cli/jobs/last-lines.ts'
import type { TimeStyle } from '#cli/properties/style.ts'
import { describeError } from '#cli/session/bus-message.ts'
import { callManager, refuse } from '#cli/session/manager-call.ts'
import type { Session } from '#cli/session/session.ts'
import { readFacts } from '#cli/status/facts.ts'
import { formatLog } from '#cli/status/log-lines.ts'
import { systemStatus } from '#cli/status/system-status.ts'
import { unitStatus } from '#cli/status/unit-status.ts'
import { compareUnits, listShownUnits } from '#cli/units/unit-list.ts'
import { expandNames } from '#cli/units/unit-names.ts'
import { addDependencies } from '#cli/units/with-dependencies.ts'
import type { Client } from '#control/client.ts'
import type { BusError } from '#control/errors.ts'
import { managerPath, unitPath } from '#control/object-path.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { parsePid } from '#core/base/scalars.ts'
import { warnOfReload } from './start.ts'

/** Exit statuses of the LSB for `status`. */
const notRunning = 3
const noSuchUnit = 4

/** Prints the status of what was named; 0 when the last of the units that are not well is none. */
export async function showStatus(session: Session): Promise<number> {
  const { args, options } = session
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const time: TimeStyle = { zone: await session.zone(), style: options.timestamp }
  if (args.length === 0 && options.states.length === 0 && options.types.length === 0) {
    return printSystem(session, client.value, time)
  }
  const found = await findUnits(session, client.value)
  if (!found.ok) {
    return found.error
  }
  session.openPager()
  let { status } = found.value
  let shown = 0
  for (const path of found.value.paths) {
    const one = await printUnit(session, client.value, path, time, shown > 0)
    if (one !== noSuchUnit) {
      shown += 1
    }
    if (status === 0) {
      status = one
    }
  }
  return status
}

async function printSystem(session: Session, client: Client, time: TimeStyle): Promise<number> {
  session.openPager()
  const properties = await client.getAll(managerPath, '')
  if (!properties.ok) {
    return refuse(session, 'Failed to get properties', properties.error)
  }
  session.print(await systemStatus(session, client, properties.value, time))
  return 0
}

interface Found {
  readonly paths: readonly string[]
  readonly status: number
}

/** The units that were named, by their names, by patterns or by the number of a process. */
async function findUnits(session: Session, client: Client): Promise<Result<Found, number>> {
  const { args, options } = session
  if (args.length === 0) {
    const units = await listShownUnits(client, options, [])
    if (!units.ok) {
      return fail(refuse(session, 'Failed to list units', units.error))
    }
    return ok({ paths: units.value.toSorted(compareUnits).map(({ path }) => path), status: 0 })
  }
  const paths: string[] = []
  const words: string[] = []
  let status = 0
  for (const text of args) {
    const pid = parsePid(text)
    if (!pid.ok) {
      words.push(text)
      continue
    }
    if (session.kernel.processes.entry(pid.value) === undefined) {
      status = refuseProcess(session, pid.value, { name: noSuchProcess, message: '' })
      continue
    }
    const reply = await callManager(client, 'GetUnitByPID', { pid: pid.value })
    if (reply.ok) {
      paths.push(reply.value.unit)
    } else {
      status = refuseProcess(session, pid.value, reply.error)
    }
  }
  if (words.length === 0) {
    return ok({ paths, status })
  }
  const names = await expandNames(session, client, words)
  if (!names.ok) {
    return names
  }
  const all = options.withDependencies ? await addDependencies(session, client, names.value.names) : names.value.names
  return ok({ paths: [...paths, ...all.map(unitPath)], status })
}

const noSuchProcess = 'org.freedesktop.systemd1.NoSuchProcess'

function refuseProcess(session: Session, pid: number, error: BusError): number {
  if (error.name === noSuchProcess) {
    session.say('error', `PID ${pid} doesn't exist or is already gone.`)
  } else if (error.name === 'org.freedesktop.systemd1.NoUnitForPID') {
    session.say('error', `PID ${pid} does not belong to any systemd unit.`)
  } else {
    session.say('error', `Failed to get unit for PID ${pid}: ${describeError(error)}`)
  }
  return 1
}

async function printUnit(
  session: Session,
  client: Client,
  path: string,
  time: TimeStyle,
  isFollowing: boolean,
): Promise<number> {
  const properties = await client.getAll(path, '')
  if (!properties.ok) {
    session.say('error', `Failed to get properties: ${describeError(properties.error)}`)
    return 1
  }
  const facts = readFacts(properties.value)
  const name = facts.text('Id')
  if (facts.text('LoadState') === 'not-found' && facts.text('ActiveState') === 'inactive') {
    session.say('error', `Unit ${name} could not be found.`)
    return noSuchUnit
  }
  if (isFollowing) {
    session.print('\n')
  }
  session.print(await unitStatus(session, client, properties.value, time))
  await printLog(session, client, name, time)
  if (facts.isTrue('NeedDaemonReload')) {
    warnOfReload(session, name)
  }
  return ['active', 'reloading', 'refreshing'].includes(facts.text('ActiveState')) ? 0 : notRunning
}

async function printLog(session: Session, client: Client, name: string, { zone }: TimeStyle): Promise<void> {
  const lines = await lastLines(client, name, session.options.lines)
  if (lines.length > 0) {
    session.print(`\n${formatLog(session, lines, name, zone)}`)
  }
}
