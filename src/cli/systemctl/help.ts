/** systemctl help (systemctl(1)): the manual pages units name, and where else they are explained. */
import { describeError } from '#cli/session/bus-message.ts'
import { callManager } from '#cli/session/manager-call.ts'
import type { Session } from '#cli/session/session.ts'
import { expandNames } from '#cli/units/unit-names.ts'
import type { Client } from '#control/client.ts'
import { unitPath } from '#control/object-path.ts'
import { unitInterface } from '#control/protocol/unit.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { parsePid } from '#core/base/scalars.ts'

export async function showManual(session: Session): Promise<number> {
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const names = await expandNames(
    session,
    client.value,
    session.args.filter(text => !parsePid(text).ok),
  )
  if (!names.ok) {
    return names.error
  }
  let status = 0
  for (const text of session.args) {
    const pid = parsePid(text)
    if (!pid.ok) {
      continue
    }
    const unit = await callManager(client.value, 'GetUnitByPID', { pid: pid.value })
    if (unit.ok) {
      status = (await showUnit(session, client.value, unit.value.unit)) || status
    } else {
      session.say('error', `PID ${pid.value} does not belong to any systemd unit.`)
      status = 1
    }
  }
  for (const name of names.value.names) {
    status = (await showUnit(session, client.value, unitPath(name))) || status
  }
  return status
}

async function showUnit(session: Session, client: Client, path: string): Promise<number> {
  const [id, load, documentation] = await Promise.all([
    client.get(path, unitInterface, 'Id'),
    client.get(path, unitInterface, 'LoadState'),
    client.get(path, unitInterface, 'Documentation'),
  ])
  if (!documentation.ok) {
    session.say('error', `Failed to get properties: ${describeError(documentation.error)}`)
    return 1
  }
  const name = id.ok ? id.value : ''
  if (load.ok && load.value === 'not-found') {
    session.say('error', `Unit ${name} could not be found.`)
    return 1
  }
  if (documentation.value.length === 0) {
    session.say('info', `Documentation for ${name} not known.`)
  }
  let afterPage = false
  for (const address of documentation.value) {
    const page = /^man:(.+)\(([^)]*)\)$/.exec(address) ?? /^man:(.+)$/.exec(address)
    if (page === null) {
      session.print(`${afterPage ? '\n' : ''}Additional documentation: ${address}\n`)
    } else {
      showPage(session, page[1] ?? '', page[2])
    }
    afterPage = page !== null
  }
  return 0
}

function showPage(session: Session, page: string, section: string | undefined): void {
  const argv = ['man', ...(section === undefined ? [] : [section]), page]
  const status = session.streams.runProgram({ argv, environment: session.environment })
  if (status === undefined) {
    session.say('error', `Failed to execute man: ${errnoText('ENOENT')}`)
  }
}
