/** Shutdowns at a later time, which systemd-logind keeps where it runs (org.freedesktop.login1(5)). */
import { describeError } from '#cli/session/bus-message.ts'
import type { Session } from '#cli/session/session.ts'
import type { Client } from '#control/client.ts'
import { propertiesInterface } from '#control/protocol/standard.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { formatTimestamp } from '#core/calendar/timestamp.ts'

const destination = 'org.freedesktop.login1'
const path = '/org/freedesktop/login1'
const manager = 'org.freedesktop.login1.Manager'

/** Whether logind runs. Asking the bus could make it start. */
export function isLogindThere({ kernel }: Session): boolean {
  return kernel.files.access('/run/systemd/seats', 'exists')
}

async function connect(session: Session, doing: string): Promise<Client | undefined> {
  const bus = isLogindThere(session) ? await session.bus() : undefined
  if (bus?.ok === true) {
    return bus.value
  }
  // Who asked for the bus has said why there is none.
  if (bus === undefined) {
    session.say('error', `Failed to ${doing}: ${errnoText('ENOTCONN')}`)
  }
  return undefined
}

/** What shutdown(8) calls itself in what is said, and how it is cancelled. */
type Caller = 'systemctl' | 'shutdown'

const cancelCommands = { systemctl: (verb: string) => `systemctl ${verb} --when=cancel`, shutdown: () => 'shutdown -c' }
const titles: Readonly<Record<string, string>> = { reboot: 'Reboot', kexec: 'Reboot via kexec' }

/** Schedules an action for a point in time, in µs since 1970. */
export async function scheduleShutdown(
  session: Session,
  type: string,
  time: bigint,
  caller: Caller = 'systemctl',
): Promise<number> {
  const bus = await connect(session, 'schedule shutdown')
  if (bus === undefined) {
    return 1
  }
  const { options } = session
  await bus.call(path, manager, 'SetWallMessage', 'sb', [options.message, options.wall], { destination })
  const reply = await bus.call(path, manager, 'ScheduleShutdown', 'st', [type, time], { destination })
  if (!reply.ok) {
    session.say('error', `Failed to schedule shutdown: ${describeError(reply.error)}`)
    return 1
  }
  if (!options.quiet) {
    await sayScheduled(session, type, time, caller)
  }
  return 0
}

async function sayScheduled(session: Session, type: string, time: bigint, caller: Caller): Promise<void> {
  const title = titles[type] ?? 'Shutdown'
  const when = formatTimestamp(time, 'pretty', await session.zone()) ?? ''
  session.say('info', `${title} scheduled for ${when}, use '${cancelCommands[caller](type)}' to cancel.`)
}

export async function cancelShutdown(session: Session): Promise<number> {
  const bus = await connect(session, 'cancel scheduled shutdown')
  if (bus === undefined) {
    return 1
  }
  const reply = await bus.call(path, manager, 'CancelScheduledShutdown', '', [], { destination })
  if (reply.ok) {
    return 0
  }
  session.say('warning', `Failed to talk to logind, shutdown hasn't been cancelled: ${describeError(reply.error)}`)
  return 1
}

export async function showShutdown(session: Session, caller: Caller): Promise<number> {
  const bus = await connect(session, 'query scheduled shutdown')
  if (bus === undefined) {
    return 1
  }
  const place = { interface_name: manager, property_name: 'ScheduledShutdown' }
  const reply = await bus.invoke(path, propertiesInterface, 'Get', place, { destination })
  if (!reply.ok) {
    session.say('error', `Failed to query scheduled shutdown: ${describeError(reply.error)}`)
    return 1
  }
  const [type = '', time = 0n] = (reply.value.value.value as readonly [string, bigint] | undefined) ?? []
  if (type === '') {
    session.say('error', 'No scheduled shutdown.')
    return 1
  }
  await sayScheduled(session, type, time, caller)
  return 0
}
