import { nextElapse } from '#core/calendar/next.ts'
import {
  formatSpan,
  infinity,
  parseNanoseconds,
  parseSpan,
  parseSpanOrInfinity,
  parseTimeout,
  usecPerMsec,
} from '#core/calendar/span.ts'
import { formatCalendar } from '#core/calendar/spec.ts'
import { parseCalendar } from '#core/calendar/spec-parse.ts'
import { formatTimestamp, type TimestampStyle } from '#core/calendar/timestamp.ts'
import { parseTimestamp } from '#core/calendar/timestamp-parse.ts'
import { flat, outcome, vectorTest } from './vectors.ts'
import { findZone, zonesUnder } from './zones.ts'

interface Text {
  readonly in: string
}

const orInfinity = (length: bigint) => (length === infinity ? 'infinity' : length)

vectorTest<Text>('timespan_parse', 'time spans are read as by systemd', ({ in: text }) => ({
  sec: outcome(parseSpan(text), orInfinity),
  fix0: outcome(parseTimeout(text), orInfinity),
  definf: outcome(parseSpanOrInfinity(text), orInfinity),
  msec_unit: outcome(parseSpan(text, usecPerMsec), orInfinity),
  usec_unit: outcome(parseSpan(text, 1n), orInfinity),
  nsec: outcome(parseNanoseconds(text), orInfinity),
}))

vectorTest<{ readonly usec: number | bigint | 'inf'; readonly accuracy: number }>(
  'timespan_format',
  'time spans are written as by systemd',
  ({ usec, accuracy }) => ({ out: formatSpan(usec === 'inf' ? infinity : BigInt(usec), BigInt(accuracy)) }),
)

vectorTest<{ readonly usec: number | bigint; readonly style: TimestampStyle; readonly tz: string }>(
  'timestamp_format',
  'points in time are written as by systemd',
  ({ usec, style, tz }) => ({ out: formatTimestamp(BigInt(usec), style, zonesUnder(tz).local) ?? null }),
)

const now = 1_700_000_000_000_000n

vectorTest<Text & { readonly accepted?: Readonly<Record<string, boolean>> }>(
  'timestamp_parse',
  'points in time are read as by systemd',
  ({ in: text, accepted }) => {
    const found = parseTimestamp(text, now, zonesUnder('UTC'))
    return accepted === undefined ? flat(found) : { accepted: { ...accepted, 257: found.ok } }
  },
  ({ in: text, accepted }) => {
    const zone = text.slice(text.lastIndexOf(' ') + 1)
    const refused = accepted?.['257'] === false && findZone(zone) !== undefined
    return refused ? `this machine has the old zone ${zone}, that of the recording had not` : undefined
  },
)

function elapses(text: string, tz: string | null, after: bigint, count: number): Readonly<Record<string, unknown>> {
  const zones = zonesUnder(tz)
  const spec = parseCalendar(text, zones)
  if (!spec.ok) {
    return { out: undefined, err: spec.error }
  }
  const next: unknown[] = []
  let from = after
  while (next.length < count) {
    const found = nextElapse(spec.value, from, zones)
    next.push(found.ok ? found.value : { err: found.error })
    if (!found.ok) {
      break
    }
    from = found.value
  }
  return { out: formatCalendar(spec.value, zones.local), err: undefined, next }
}

vectorTest<Text & { readonly next?: readonly (readonly unknown[])[] }>(
  'calendarspec',
  'calendar events are read, written and reckoned as by systemd',
  ({ in: text, next }) => {
    const { next: ours, ...rest } = elapses(text, 'UTC', now, 4)
    return { ...rest, ...(next === undefined ? {} : { next: [ours] }) }
  },
)

vectorTest<Text & { readonly tz: string | null; readonly after: number | bigint }>(
  'calendarspec_next',
  'calendar events come when systemd says, in zones with their own clocks',
  ({ in: text, tz, after }) => elapses(text, tz, BigInt(after), 4),
)
