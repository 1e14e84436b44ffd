/** systemd-analyze timestamp: which moment a text means. */
import type { Session } from '#cli/session/session.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { usecPerSec } from '#core/calendar/span.ts'
import { parseTimestamp } from '#core/calendar/timestamp-parse.ts'
import { momentRows, present, relativeRow, row, sayHints, zonesOf } from './clock.ts'

export function explainTimestamps(session: Session): number {
  const zones = zonesOf(session)
  let status = 0
  for (const [index, text] of session.args.entries()) {
    if (index > 0) {
      session.print('\n')
    }
    const now = present(session)
    const moment = parseTimestamp(text, now, zones)
    if (moment.ok) {
      const { value } = moment
      session.print(row('Original form', text))
      session.print(momentRows('Normalized form', value, zones))
      session.print(row('UNIX seconds', unixSeconds(value)))
      session.print(relativeRow(value, present(session)))
      continue
    }
    status = 1
    session.say('error', `Failed to parse "${text}": ${errnoText(moment.error)}`)
    sayHints(session, text, 'timestamp')
  }
  return status
}

function unixSeconds(moment: bigint): string {
  const fraction = moment % usecPerSec
  const digits = fraction === 0n ? '' : `.${`${fraction}`.padStart(6, '0')}`
  return `@${moment / usecPerSec}${digits}`
}
