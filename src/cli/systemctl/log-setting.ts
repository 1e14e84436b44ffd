/** systemctl log-level and log-target (systemctl(1)). */

import { describeError } from '#cli/session/bus-message.ts'
import type { Session } from '#cli/session/session.ts'
import { variant } from '#control/codec/value-of.ts'
import { managerPath } from '#control/object-path.ts'
import { managerInterface } from '#control/protocol/manager.ts'
import { parseSyslogLevel } from '#core/base/linux/syslog.ts'

/** Prints what the manager logs, or where to; with a word, sets it. */
export async function logSetting(session: Session): Promise<number> {
  const isLevel = session.verb === 'log-level'
  const property = isLevel ? 'LogLevel' : 'LogTarget'
  const what = isLevel ? 'log level' : 'log target'
  const [wanted] = session.args
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  if (wanted === undefined) {
    const now = await client.value.get(managerPath, managerInterface, property)
    if (now.ok) {
      session.print(`${now.value}\n`)
    } else {
      session.say('error', `Failed to get ${what} of org.freedesktop.systemd1: ${describeError(now.error)}`)
    }
    return now.ok ? 0 : 1
  }
  if (isLevel && !isLogLevel(session, wanted)) {
    return 1
  }
  const set = await client.value.set(managerPath, managerInterface.name, property, variant('s', wanted))
  if (set.ok) {
    return 0
  }
  session.say('error', `Failed to set ${what} of org.freedesktop.systemd1 to ${wanted}: ${describeError(set.error)}`)
  return 1
}

/** Says so when a word is no level (syslog(3)). */
export function isLogLevel(session: Session, word: string): boolean {
  if (parseSyslogLevel(word).ok) {
    return true
  }
  session.say('error', `"${word}" is not a valid log level.`)
  return false
}
