/** systemctl service-log-level and service-log-target (systemctl(1)), which speak with the service itself over the bus. */

import { linkTo } from '#cli/render/link.ts'
import { describeError } from '#cli/session/bus-message.ts'
import type { Session } from '#cli/session/session.ts'
import { readTypedNames } from '#cli/units/unit-names.ts'
import { variant } from '#control/codec/value-of.ts'
import { logControlPath, unitPath } from '#control/object-path.ts'
import { logControlInterface } from '#control/protocol/log-control.ts'
import { propertiesInterface } from '#control/protocol/standard.ts'
import { serviceInterface } from '#control/protocol/units/service.ts'
import { isLogLevel } from './log-setting.ts'

/** Prints what a service logs, or where to; with a word, sets it. */
export async function serviceLogSetting(session: Session): Promise<number> {
  const isLevel = session.verb === 'service-log-level'
  const [typed = '', wanted] = session.args
  const names = readTypedNames(session, [typed])
  if (!names.ok) {
    return names.error
  }
  const name = names.value.names[0] ?? typed
  if (isLevel && wanted !== undefined && !isLogLevel(session, wanted)) {
    return 1
  }
  const manager = await session.manager()
  if (!manager.ok) {
    return manager.error
  }
  const busName = await manager.value.get(unitPath(name), serviceInterface, 'BusName')
  if (!busName.ok) {
    session.say('error', `Failed to obtain log-control bus name of ${name}: ${describeError(busName.error)}`)
    return 1
  }
  if (busName.value === '') {
    return refuseNameless(session, name)
  }
  return exchange(session, busName.value, isLevel ? 'LogLevel' : 'LogTarget', wanted)
}

function refuseNameless(session: Session, name: string): number {
  session.say('error', `Unit ${name} doesn't declare BusName=.`)
  session.say('notice', 'Hint: the service must declare BusName= and implement the appropriate D-Bus interface.')
  const page = linkTo('man:org.freedesktop.LogControl1(5)', 'org.freedesktop.LogControl1(5) man page', session.look)
  session.say('notice', `      See the ${page} for details.`)
  return 1
}

async function exchange(
  session: Session,
  destination: string,
  property: 'LogLevel' | 'LogTarget',
  wanted: string | undefined,
): Promise<number> {
  const bus = await session.bus()
  if (!bus.ok) {
    return bus.error
  }
  const what = property === 'LogLevel' ? 'log level' : 'log target'
  const place = { interface_name: logControlInterface.name, property_name: property }
  if (wanted !== undefined) {
    const args = { ...place, value: variant('s', wanted) }
    const set = await bus.value.invoke(logControlPath, propertiesInterface, 'Set', args, { destination })
    if (set.ok) {
      return 0
    }
    session.say('error', `Failed to set ${what} of ${destination} to ${wanted}: ${describeError(set.error)}`)
    return 1
  }
  const now = await bus.value.invoke(logControlPath, propertiesInterface, 'Get', place, { destination })
  if (now.ok) {
    session.print(`${now.value.value.value}\n`)
    return 0
  }
  session.say('error', `Failed to get ${what} of ${destination}: ${describeError(now.error)}`)
  return 1
}
