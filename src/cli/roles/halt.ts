/** halt, poweroff and reboot (halt(8)). */
import type { Session } from '#cli/session/session.ts'
import { act } from '#cli/systemctl/shut-down.ts'
import { systemActions } from '#cli/units/special-units.ts'
import type { Asked } from './asked.ts'

export function halt(session: Session, { role, asks, words }: Asked): Promise<number> {
  if (words.length > (role === 'reboot' ? 1 : 0)) {
    return Promise.resolve(refuse(session, 'Too many arguments.'))
  }
  // There is no wtmp in a container to write to.
  if (asks.includes('record-only')) {
    return Promise.resolve(0)
  }
  const force = asks.filter(ask => ask === 'force').length
  if (force > 0 && session.kernel.host.uid !== 0) {
    return Promise.resolve(refuse(session, 'Need to be root.'))
  }
  const wanted = asks.findLast(ask => ask === 'halt' || ask === 'poweroff' || ask === 'reboot') ?? role
  return perform({ ...session, options: { ...session.options, force } }, wanted)
}

/** Carries out an action by its verb. */
export function perform(session: Session, verb: string): Promise<number> {
  const action = systemActions[verb]
  return action === undefined ? Promise.resolve(1) : act(session, action)
}

export function refuse(session: Session, line: string): number {
  session.say('error', line)
  return 1
}
