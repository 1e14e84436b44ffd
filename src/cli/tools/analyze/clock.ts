/** What the verbs about time share: the zones, the present, and how a moment is shown. */
import { systemZones } from '#catalog/zones.ts'
import type { Session } from '#cli/session/session.ts'
import { parseSpan } from '#core/calendar/span.ts'
import { parseCalendar } from '#core/calendar/spec-parse.ts'
import { formatRelative, formatTimestamp } from '#core/calendar/timestamp.ts'
import { parseTimestamp } from '#core/calendar/timestamp-parse.ts'
import type { Zones } from '#core/calendar/zone.ts'

/** The zones there are; which one is local TZ or /etc/localtime says. */
export function zonesOf({ kernel, environment }: Pick<Session, 'kernel' | 'environment'>): Zones {
  return systemZones(kernel.files, environment.get('TZ'))
}

export function present({ kernel }: Pick<Session, 'kernel'>): bigint {
  return BigInt(Math.floor(kernel.clock.realtime()))
}

/** A line of an answer: the title stands right of a column of its own. */
export function row(title: string, value: string): string {
  return `${title.padStart(titleWidth)}: ${value}\n`
}

const titleWidth = 'Normalized form'.length

/** A moment in the local zone, and in UTC where that is another. */
export function momentRows(title: string, moment: bigint, zones: Zones): string {
  const local = formatTimestamp(moment, 'pretty', zones.local) ?? '-'
  const inUtc = !isUtc(zones) ? row('(in UTC)', formatTimestamp(moment, 'utc', zones.local) ?? '-') : ''
  return `${row(title, local)}${inUtc}`
}

/** Whether local time is universal time the whole year. */
function isUtc({ local }: Zones): boolean {
  return local.names[1] === undefined && local.offsetAt(0).seconds === 0
}

export function relativeRow(moment: bigint, now: bigint): string {
  return row('From now', formatRelative(moment, now) ?? '-')
}

const kinds = ['calendar', 'timestamp', 'timespan'] as const
type Kind = (typeof kinds)[number]

const kindNames: Readonly<Record<Kind, string>> = {
  timespan: 'timespan',
  timestamp: 'timestamp',
  calendar: 'calendar specification',
}

/** Says of what is not what it should be which other kinds of time it is, and which verbs are for those. */
export function sayHints(session: Session, text: string, asked: Kind): void {
  const zones = zonesOf(session)
  const readers: Readonly<Record<Kind, () => boolean>> = {
    calendar: () => parseCalendar(text, zones).ok,
    timestamp: () => parseTimestamp(text, present(session), zones).ok,
    timespan: () => parseSpan(text).ok,
  }
  for (const kind of kinds) {
    if (kind === asked || !readers[kind]()) {
      continue
    }
    const instead = `Use 'systemd-analyze ${kind} "${text}"' instead?`
    session.say('notice', `Hint: this expression is a valid ${kindNames[kind]}. ${instead}`)
  }
}
