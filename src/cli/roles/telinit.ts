/** telinit (telinit(8)): runlevels of old as targets. */
import type { Session } from '#cli/session/session.ts'
import { daemonReload } from '#cli/systemctl/daemon-reload.ts'
import { startUnit } from '#cli/systemctl/start.ts'
import type { Asked } from './asked.ts'
import { perform, refuse } from './halt.ts'

const rescueLevels = ['1', 's', 'S']

export async function telinit(session: Session, { words }: Asked): Promise<number> {
  const [level, ...more] = words
  if (level === undefined) {
    return refuse(session, `${session.name}: required argument missing.`)
  }
  if (more.length > 0) {
    return refuse(session, 'Too many arguments.')
  }
  if (level === '0') {
    return perform(session, 'poweroff')
  }
  if (level === '6') {
    return perform(session, 'reboot')
  }
  if (rescueLevels.includes(level)) {
    return perform(session, 'rescue')
  }
  if (level === 'q' || level === 'Q') {
    return daemonReload({ ...session, verb: 'daemon-reload' })
  }
  if (level === 'u' || level === 'U') {
    return daemonReload({ ...session, verb: 'daemon-reexec' })
  }
  if (!/^[2-5]$/.test(level)) {
    return refuse(session, `Unknown command '${level}'.`)
  }
  const client = await session.manager()
  return client.ok ? startUnit(session, client.value, `runlevel${level}.target`, 'isolate') : client.error
}
