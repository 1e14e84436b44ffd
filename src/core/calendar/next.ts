/**
 * When a calendar event comes next (systemd.time(7), "Calendar Events"; systemd.timer(5), OnCalendar=).
 *
 * The search goes through the parts of a time from the year down to the second and moves each to the next value the event
 * allows, with all smaller parts at their beginning. Where a part has no such value, the part above it goes one on and the
 * search starts over. Times which the zone's clocks skip are found out by asking what the clocks would show.
 */
import { fail, ok, type Result } from '#core/base/result.ts'
import { type CivilTime, civilSeconds, civilTime, dayNumber, weekday } from './civil.ts'
import { type LocalTime, localTime, Reckoner } from './local-time.ts'
import { usecPerSec } from './span.ts'
import { type CalendarSpec, type Chain, yearMax } from './spec.ts'
import { timestampMax } from './timestamp.ts'
import { utc, type Zone, type Zones } from './zone.ts'

/** ENOENT: never again. EDEADLK: the search was given up. EINVAL: the event's zone is gone, or the time is out of range. */
export type NextError = 'ENOENT' | 'EDEADLK' | 'EINVAL'

// How often the search may start over. Events need one round a gap they fall into.
const roundsMax = 1000

/** The first moment of an event after `after`, both in µs since 1970. */
export function nextElapse(spec: CalendarSpec, after: bigint, zones: Zones): Result<bigint, NextError> {
  const zone = zoneOf(spec, zones)
  if (zone === undefined || after > timestampMax) {
    return fail('EINVAL')
  }
  const earliest = after + 1n
  const now = localTime(Number(earliest / usecPerSec), zone)
  const search: Search = { spec, zone, reckoner: new Reckoner(zone), isDst: isDstOf(spec) }
  const found = findNext(search, { ...now, usec: Number(earliest % usecPerSec) })
  if (!found.ok) {
    return found
  }
  const seconds = search.reckoner.seconds(found.value, search.isDst)
  return seconds < 0 ? fail('EINVAL') : ok(BigInt(seconds) * usecPerSec + BigInt(found.value.usec))
}

function zoneOf(spec: CalendarSpec, zones: Zones): Zone | undefined {
  switch (spec.zone.is) {
    case 'utc':
      return utc
    case 'named':
      return zones.find(spec.zone.name)
    case 'local':
      return zones.local
  }
}

function isDstOf(spec: CalendarSpec): boolean | undefined {
  return spec.zone.is === 'local' ? spec.zone.isDst : undefined
}

interface Moment extends CivilTime {
  readonly usec: number
}

interface Search {
  readonly spec: CalendarSpec
  readonly zone: Zone
  readonly reckoner: Reckoner
  readonly isDst: boolean | undefined
}

/** Where one round of the search leads. */
type Round = { readonly found: Moment } | { readonly again: Moment } | { readonly never: true }

function findNext(search: Search, now: LocalTime & { readonly usec: number }): Result<Moment, NextError> {
  let from: Moment = now
  for (let round = 0; round < roundsMax; round++) {
    const next = searchFrom(search, settle(search, from, round === 0 ? now.isDst : search.isDst))
    if ('found' in next) {
      return ok(next.found)
    }
    if ('never' in next) {
      return fail('ENOENT')
    }
    from = next.again
  }
  return fail('EDEADLK')
}

/** A time whose parts may have run over as the clocks show it; never an earlier one, or the search would not end. */
function settle(search: Search, time: Moment, isDst: boolean | undefined): Moment {
  const asked = civilSeconds(time)
  const shown = whatClocksShow(search, time, isDst)
  const back = asked - civilSeconds(shown)
  if (back <= 0) {
    return { ...shown, usec: time.usec }
  }
  return { ...whatClocksShow(search, civilTime(asked + back), isDst), usec: time.usec }
}

/** What the zone's clocks show at a time whose parts may have run over, or which they skip. */
function whatClocksShow(search: Search, time: CivilTime, isDst: boolean | undefined): LocalTime {
  return localTime(search.reckoner.seconds(time, isDst), search.zone)
}

function searchFrom(search: Search, start: Moment): Round {
  const year = nextValue(search.spec.year, start.year)
  if (year === undefined) {
    return { never: true }
  }
  let moment: Moment = year === start.year ? start : { ...start, year, month: 1, day: 1, ...midnight }
  if (shownAs(search, moment) !== moment) {
    return { never: true }
  }
  for (const part of parts) {
    const value = part.next(search, moment)
    if (value !== undefined && value !== part.get(moment)) {
      moment = part.set(moment, value)
    }
    const shown = value === undefined ? undefined : shownAs(search, moment)
    if (shown === undefined) {
      return { again: part.carry(moment) }
    }
    if (shown !== moment) {
      return { again: shown }
    }
    if (part === day && !isWeekdayAllowed(search, moment)) {
      return { again: { ...moment, day: moment.day + 1, ...midnight } }
    }
  }
  return { found: moment }
}

/** The same time if the clocks ever show it, else the later one they show instead; undefined when there is none. */
function shownAs(search: Search, moment: Moment): Moment | undefined {
  // Beyond, the search for a date such as 30 February would never end.
  if (moment.year > yearMax) {
    return undefined
  }
  const shown = whatClocksShow(search, moment, search.isDst)
  const names = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const
  const different = names.find(name => shown[name] !== moment[name])
  if (different === undefined) {
    return moment
  }
  return shown[different] < moment[different] ? undefined : { ...moment, ...shown, ...beginnings[different] }
}

/** When a part ran over, what follows it begins anew, or else 33 March would lead past 1 April. */
const beginnings = {
  year: { month: 1, day: 1 },
  month: { day: 1 },
  day: { hour: 0 },
  hour: { minute: 0 },
  minute: { second: 0 },
  second: {},
} as const

function isWeekdayAllowed(search: Search, moment: Moment): boolean {
  const sundayFirst = weekday(dayNumber(moment.year, moment.month, moment.day) * 86400)
  return search.spec.weekdays?.[(sundayFirst + 6) % 7] ?? true
}

/** A part of a time, and what moving it does to the others. */
interface Part {
  get(moment: Moment): number
  /** The next value the event allows, the present one included; undefined when the part above must go on. */
  next(search: Search, moment: Moment): number | undefined
  /** The part moved on, with the smaller ones at their beginning. */
  set(moment: Moment, value: number): Moment
  /** The part above moved one on. */
  carry(moment: Moment): Moment
}

const midnight = { hour: 0, minute: 0, second: 0, usec: 0 }
const usecPerSecond = 1_000_000

const month: Part = {
  get: moment => moment.month,
  next: ({ spec }, moment) => nextValue(spec.month, moment.month),
  set: (moment, value) => ({ ...moment, month: value, day: 1, ...midnight }),
  carry: moment => ({ ...moment, year: moment.year + 1, month: 1, day: 1, ...midnight }),
}

const day: Part = {
  get: moment => moment.day,
  next: (search, moment) => nextValue(daysAllowed(search, moment), moment.day),
  set: (moment, value) => ({ ...moment, day: value, ...midnight }),
  carry: moment => ({ ...moment, month: moment.month + 1, day: 1, ...midnight }),
}

const hour: Part = {
  get: moment => moment.hour,
  next: ({ spec }, moment) => nextValue(spec.hour, moment.hour),
  set: (moment, value) => ({ ...moment, ...midnight, hour: value }),
  carry: moment => ({ ...moment, day: moment.day + 1, ...midnight }),
}

const minute: Part = {
  get: moment => moment.minute,
  next: ({ spec }, moment) => nextValue(spec.minute, moment.minute),
  set: (moment, value) => ({ ...moment, minute: value, second: 0, usec: 0 }),
  carry: moment => ({ ...moment, hour: moment.hour + 1, minute: 0, second: 0, usec: 0 }),
}

const second: Part = {
  get: moment => moment.second * usecPerSecond + moment.usec,
  next: ({ spec }, moment) => nextValue(spec.microsecond, second.get(moment)),
  set: (moment, value) => ({ ...moment, second: Math.floor(value / usecPerSecond), usec: value % usecPerSecond }),
  carry: moment => ({ ...moment, minute: moment.minute + 1, second: 0, usec: 0 }),
}

const parts: readonly Part[] = [month, day, hour, minute, second]

/** The least value a list allows from `value` on. */
function nextValue(chain: Chain, value: number): number | undefined {
  if (chain === null) {
    return value
  }
  let least: number | undefined
  for (const { start, stop, repeat } of chain) {
    const steps = repeat > 0 ? Math.ceil((value - start) / repeat) * repeat : undefined
    const next = start >= value ? start : steps === undefined ? undefined : start + steps
    const allowed = next !== undefined && (next === start || stop === null || next <= stop)
    if (allowed && (least === undefined || next < least)) {
      least = next
    }
  }
  return least
}

/** The days of a month, counted from its beginning also where the event counts them from the end. */
function daysAllowed(search: Search, moment: Moment): Chain {
  const { day: chain, endOfMonth } = search.spec
  if (chain === null || !endOfMonth) {
    return chain
  }
  return chain.map(({ start, stop, repeat }) => {
    const from = dayFromEnd(search, moment, start)
    const to = stop === null ? undefined : dayFromEnd(search, moment, stop)
    return to !== undefined && to > 0 ? { start: to, stop: from, repeat } : { start: from, stop: null, repeat }
  })
}

/** The day that is `count` from the end of the month, -1 when the month is shorter. */
function dayFromEnd(search: Search, moment: Moment, count: number): number {
  const shown = whatClocksShow(search, { ...moment, month: moment.month + 1, day: 1 - count }, search.isDst)
  return shown.month === moment.month ? shown.day : -1
}
