/** systemd-analyze calendar: what a calendar event means, and when it comes. */
import type { Session } from '#cli/session/session.ts'
import { type Given, optionValue } from '#cli/tools/tool.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { parseUint32 } from '#core/base/numbers.ts'
import { nextElapse } from '#core/calendar/next.ts'
import { type CalendarSpec, formatCalendar } from '#core/calendar/spec.ts'
import { parseCalendar } from '#core/calendar/spec-parse.ts'
import { parseTimestamp } from '#core/calendar/timestamp-parse.ts'
import type { Zones } from '#core/calendar/zone.ts'
import { momentRows, present, relativeRow, row, sayHints, zonesOf } from './clock.ts'

interface Times {
  readonly zones: Zones
  /** From where the first one is looked for. */
  readonly from: bigint
  readonly iterations: number
}

export function explainCalendars(session: Session, given: readonly Given[]): number {
  const zones = zonesOf(session)
  const base = optionValue(given, 'base-time')
  const from = base === undefined ? undefined : parseTimestamp(base, present(session), zones)
  const iterations = parseUint32(optionValue(given, 'iterations') ?? '1')
  const times: Times = {
    zones,
    from: from?.ok === true ? from.value : present(session),
    iterations: iterations.ok ? iterations.value : 1,
  }
  let status = 0
  for (const [index, text] of session.args.entries()) {
    if (index > 0) {
      session.print('\n')
    }
    if (!explain(session, text, times)) {
      status = 1
    }
  }
  return status
}

function explain(session: Session, text: string, times: Times): boolean {
  const { zones } = times
  const spec = parseCalendar(text, zones)
  if (!spec.ok) {
    session.say('error', `Failed to parse calendar specification '${text}': ${errnoText(spec.error)}`)
    sayHints(session, text, 'calendar')
    return false
  }
  session.print(row('Original form', text))
  session.print(row('Normalized form', formatCalendar(spec.value, zones.local)))
  return printElapses(session, spec.value, times)
}

function printElapses(session: Session, spec: CalendarSpec, { zones, from, iterations }: Times): boolean {
  let at = from
  for (let count = 1; count <= iterations; count++) {
    const next = nextElapse(spec, at, zones)
    if (!next.ok) {
      if (next.error !== 'ENOENT') {
        session.say('error', `Failed to determine next elapse: ${errnoText(next.error)}`)
        return false
      }
      if (count === 1) {
        session.print(row('Next elapse', 'never'))
      }
      return true
    }
    session.print(momentRows(count === 1 ? 'Next elapse' : `Iteration #${count}`, next.value, zones))
    session.print(relativeRow(next.value, present(session)))
    at = next.value
  }
  return true
}
