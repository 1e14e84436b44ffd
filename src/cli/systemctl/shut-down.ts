/** systemctl halt, poweroff, reboot, kexec, soft-reboot and those that put the system to sleep (systemctl(1)). */
import { systemZones } from '#catalog/zones.ts'
import { callManager, refuse } from '#cli/session/manager-call.ts'
import type { Session } from '#cli/session/session.ts'
import { type SystemAction, systemActions } from '#cli/units/special-units.ts'
import type { Client } from '#control/client.ts'
import { realtimeMin } from '#core/base/linux/signal.ts'
import { cancelShutdown, isLogindThere, scheduleShutdown, showShutdown } from './schedule.ts'
import { startUnit } from './start.ts'

/** Ends the system, by way of its target; with --force at once, with two of them whatever the manager does. */
export async function shutDown(session: Session): Promise<number> {
  const { verb, options } = session
  const action = systemActions[verb]
  if (action === undefined) {
    return 1
  }
  if (options.scope === 'global') {
    session.say('error', 'Bad action for --global mode.')
    return 1
  }
  if (verb === 'kexec' && !session.kernel.files.access(kexec, 'execute')) {
    session.say('error', `${kexec} is not available: No such file or directory`)
    return 1
  }
  if (options.when !== null) {
    return atTime(session, options.when)
  }
  return options.dryRun ? 0 : act(session, action)
}

const kexec = '/usr/sbin/kexec'

/** Carries out an action of the whole system. */
export async function act(session: Session, action: SystemAction): Promise<number> {
  const { options } = session
  const isForced = options.force > 0 && action.method !== undefined
  if (isForced && options.force > 1 && action.signal !== undefined) {
    return kill(session, action.signal)
  }
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  if (isForced) {
    return force(session, client.value, action)
  }
  const noBlock = { ...session, options: { ...options, noBlock: action.jobMode === 'replace-irreversibly' } }
  return startUnit(noBlock, client.value, action.unit, action.jobMode)
}

/** The manager may be gone before it has answered. */
async function force(session: Session, client: Client, { method }: SystemAction): Promise<number> {
  if (method === undefined) {
    return 1
  }
  const reply =
    method === 'SoftReboot'
      ? await callManager(client, method, { new_root: '' })
      : await callManager(client, method, {})
  if (reply.ok || goneErrors.includes(reply.error.name)) {
    return 0
  }
  return refuse(session, 'Failed to execute operation', reply.error)
}

const goneErrors: readonly string[] = ['org.freedesktop.DBus.Error.NoReply', 'org.freedesktop.DBus.Error.Disconnected']

function kill(session: Session, signal: number): number {
  const { host, processes } = session.kernel
  if (host.uid !== 0) {
    session.say('error', 'Need to be root.')
    return 1
  }
  return processes.kill(1, realtimeMin + signal).ok ? 0 : 1
}

/** Times are logind's to keep. */
function atTime(session: Session, when: string): Promise<number> | number {
  if (when === 'show') {
    return showShutdown(session, 'systemctl')
  }
  if (when === 'cancel') {
    return cancelShutdown(session)
  }
  if (when === '' || when === 'auto') {
    return act(session, systemActions[session.verb] ?? neverAction)
  }
  if (!isLogindThere(session)) {
    return scheduleShutdown(session, session.verb, 0n)
  }
  return scheduleAt(session, when)
}

const neverAction: SystemAction = { unit: '', jobMode: 'isolate' }

async function scheduleAt(session: Session, when: string): Promise<number> {
  const { parseTimestamp } = await import('#core/calendar/timestamp-parse.ts')
  const now = BigInt(session.kernel.clock.realtime())
  const time = parseTimestamp(when, now, systemZones(session.kernel.files, session.environment.get('TZ')))
  if (!time.ok || time.value < now) {
    session.say('error', `Failed to parse --when= argument '${when}': Invalid argument`)
    return 1
  }
  return scheduleShutdown(session, session.verb, time.value)
}
