/** Calendar events read (systemd.time(7), "Calendar Events"): `Mon..Fri *-*-1..7 09:00 Europe/Berlin`, `daily`, `@1700000000`. */
import type { ErrnoName } from '#core/base/linux/errno.ts'
import { readPrefix } from '#core/base/numbers.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { civilTime } from './civil.ts'
import { infinity, usecPerSec } from './span.ts'
import { type CalendarSpec, type Chain, type Component, type SpecZone, yearMax, yearMin } from './spec.ts'
import { isWithin, normalizeChain, once, readChain } from './spec-chain.ts'
import type { Zones } from './zone.ts'

type Read<T> = Result<T, ErrnoName>

const usecPerSecond = 1_000_000
const zero: Chain = [once(0)]

/** The parts of an event but its zone. */
type Parts = Omit<CalendarSpec, 'zone'>

const anything: Parts = {
  weekdays: null,
  year: null,
  month: null,
  day: null,
  endOfMonth: false,
  hour: null,
  minute: null,
  microsecond: null,
}

const minutely: Parts = { ...anything, microsecond: zero }
const hourly: Parts = { ...minutely, minute: zero }
const daily: Parts = { ...hourly, hour: zero }
const monthly: Parts = { ...daily, day: [once(1)] }
const monthsOf = (...months: readonly number[]): Parts => ({ ...monthly, month: months.map(once) })

const shorthands: ReadonlyMap<string, Parts> = new Map([
  ['minutely', minutely],
  ['hourly', hourly],
  ['daily', daily],
  ['weekly', { ...daily, weekdays: [true, false, false, false, false, false, false] }],
  ['monthly', monthly],
  ['quarterly', monthsOf(1, 4, 7, 10)],
  ['biannually', monthsOf(1, 7)],
  ['bi-annually', monthsOf(1, 7)],
  ['semiannually', monthsOf(1, 7)],
  ['semi-annually', monthsOf(1, 7)],
  ['annually', monthsOf(1)],
  ['anually', monthsOf(1)],
  ['yearly', monthsOf(1)],
])

/**
 * Reads a calendar event. EINVAL for what is none or names a zone that `zones` does not have, ERANGE and ENOBUFS for numbers
 * and lists that are too large.
 */
export function parseCalendar(text: string, zones: Zones): Read<CalendarSpec> {
  const { zone, rest } = splitZone(text, zones)
  if (rest === '') {
    return fail('EINVAL')
  }
  const shorthand = shorthands.get(rest.toLowerCase())
  if (shorthand !== undefined) {
    return ok({ ...shorthand, zone })
  }
  const days = readWeekdays(rest)
  if (!days.ok) {
    return days
  }
  const stamp = days.value.rest.startsWith('@') ? readTimestamp(days.value.rest) : readDateTime(days.value.rest)
  if (!stamp.ok) {
    return stamp
  }
  const parts = normalize({ ...stamp.value, weekdays: days.value.weekdays })
  const meant: SpecZone = days.value.rest.startsWith('@') ? { is: 'utc' } : zone
  return isSensible(parts) ? ok({ ...parts, zone: meant }) : fail('EINVAL')
}

/** Takes a zone off the end: `UTC` and abbreviations of the local zone in any case, names of zones as they are. */
function splitZone(text: string, zones: Zones): { readonly zone: SpecZone; readonly rest: string } {
  if (/ UTC$/i.test(text)) {
    return { zone: { is: 'utc' }, rest: text.slice(0, -4) }
  }
  for (const [index, name] of zones.local.names.entries()) {
    const suffix = ` ${name}`
    const matches = name && text.length > suffix.length && text.toLowerCase().endsWith(suffix.toLowerCase())
    if (matches) {
      return { zone: { is: 'local', isDst: index === 1 }, rest: text.slice(0, -suffix.length) }
    }
  }
  const space = text.lastIndexOf(' ')
  const name = text.slice(space + 1)
  if (space < 0 || zones.find(name) === undefined) {
    return { zone: { is: 'local' }, rest: text }
  }
  return { zone: name === 'UTC' ? { is: 'utc' } : { is: 'named', name }, rest: text.slice(0, space) }
}

interface Weekdays {
  readonly weekdays: readonly boolean[] | null
  readonly rest: string
}

const dayName =
  /^(mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)(?=[-., ]|$)/i
const dayStarts = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su']

/** Reads `Mon..Fri,Sun` and the blanks behind it; a comma may stand at the end. */
function readWeekdays(text: string): Read<Weekdays> {
  const weekdays = Array<boolean>(7).fill(false)
  let rest = text
  let from: number | undefined
  for (let first = true; ; first = false) {
    const name = dayName.exec(rest)?.[0]
    if (name === undefined) {
      return first && !/^(?:mon|tue|wed|thu|fri|sat|sun)/i.test(rest) ? ok({ weekdays: null, rest }) : fail('EINVAL')
    }
    const day = dayStarts.indexOf(name.slice(0, 2).toLowerCase())
    if (from !== undefined && from > day) {
      return fail('EINVAL')
    }
    weekdays.fill(true, from ?? day, day + 1)
    const separator = /^(?:\.\.|[-,])?/.exec(rest.slice(name.length))?.[0] ?? ''
    rest = rest.slice(name.length + separator.length)
    const opensRange = separator === '..' || separator === '-'
    if (opensRange && from !== undefined) {
      return fail('EINVAL')
    }
    from = opensRange ? day : undefined
    if (rest === '' || rest.startsWith(' ')) {
      return opensRange
        ? fail('EINVAL')
        : ok({ weekdays: weekdays.every(Boolean) ? null : weekdays, rest: rest.trimStart() })
    }
    if (separator === '') {
      return fail('EINVAL')
    }
  }
}

/** `@1700000000`: one second of universal time. */
function readTimestamp(text: string): Read<Parts> {
  const found = readPrefix(text, 1, 10)
  if (found === null) {
    return fail('EINVAL')
  }
  if (found.value > infinity / usecPerSec || found.negative) {
    return fail('ERANGE')
  }
  if (found.end !== text.length) {
    return fail('EINVAL')
  }
  const time = civilTime(Number(found.value))
  return ok({
    ...anything,
    year: [once(time.year)],
    month: [once(time.month)],
    day: [once(time.day)],
    hour: [once(time.hour)],
    minute: [once(time.minute)],
    microsecond: [once(time.second * usecPerSecond)],
  })
}

/** Reads `year-month-day hour:minute:second`, of which the first and the last parts may be missing. */
function readDateTime(text: string): Read<Parts> {
  if (text === '') {
    return ok(daily)
  }
  const first = readChain(text, 'plain')
  if (!first.ok) {
    return first
  }
  if (first.value.rest === '' || first.value.rest.startsWith(':')) {
    return readTime(anything, text)
  }
  if (!/^[-~]/.test(first.value.rest)) {
    return fail('EINVAL')
  }
  const second = readChain(first.value.rest.slice(1), 'plain')
  if (!second.ok) {
    return second
  }
  const endOfMonth = first.value.rest.startsWith('~')
  if (/^(?: |$)/.test(second.value.rest)) {
    const date = { ...anything, month: first.value.chain, day: second.value.chain, endOfMonth }
    return readTime(date, second.value.rest.replace(/^ +/, ''))
  }
  if (endOfMonth || !/^[-~]/.test(second.value.rest)) {
    return fail('EINVAL')
  }
  const third = readChain(second.value.rest.slice(1), 'plain')
  if (!third.ok) {
    return third
  }
  if (!/^(?: |$)/.test(third.value.rest)) {
    return fail('EINVAL')
  }
  const date = {
    ...anything,
    year: first.value.chain,
    month: second.value.chain,
    day: third.value.chain,
    endOfMonth: second.value.rest.startsWith('~'),
  }
  return readTime(date, third.value.rest.replace(/^ +/, ''))
}

function readTime(date: Parts, text: string): Read<Parts> {
  if (text === '') {
    return ok({ ...date, hour: zero, minute: zero, microsecond: zero })
  }
  const hour = readChain(text, 'plain')
  if (!hour.ok) {
    return hour
  }
  if (!hour.value.rest.startsWith(':')) {
    return fail('EINVAL')
  }
  const minute = readChain(hour.value.rest.slice(1), 'plain')
  if (!minute.ok) {
    return minute
  }
  const time = { ...date, hour: hour.value.chain, minute: minute.value.chain }
  if (minute.value.rest === '') {
    return ok({ ...time, microsecond: zero })
  }
  if (!minute.value.rest.startsWith(':')) {
    return fail('EINVAL')
  }
  const second = readChain(minute.value.rest.slice(1), 'seconds')
  if (!second.ok) {
    return second
  }
  return second.value.rest === '' ? ok({ ...time, microsecond: second.value.chain }) : fail('EINVAL')
}

function normalize(parts: Parts): Parts {
  return {
    ...parts,
    endOfMonth: parts.endOfMonth && parts.day !== null,
    year: normalizeChain(parts.year?.map(fullYear) ?? null),
    month: normalizeChain(parts.month),
    day: normalizeChain(parts.day),
    hour: normalizeChain(parts.hour),
    minute: normalizeChain(parts.minute),
    microsecond: normalizeChain(parts.microsecond),
  }
}

/** Years below 100 are of 1970 to 2069. */
function fullYear(part: Component): Component {
  const full = (year: number) => (year < 70 ? year + 2000 : year < 100 ? year + 1900 : year)
  return { ...part, start: full(part.start), stop: part.stop === null ? null : full(part.stop) }
}

// Days counted from the end must be in every month.
const shortestMonth = 28

function isSensible(parts: Parts): boolean {
  return (
    isWithin(parts.year, yearMin, yearMax, false) &&
    isWithin(parts.month, 1, 12, false) &&
    isWithin(parts.day, 1, parts.endOfMonth ? shortestMonth : 31, parts.endOfMonth) &&
    isWithin(parts.hour, 0, 23, false) &&
    isWithin(parts.minute, 0, 59, false) &&
    isWithin(parts.microsecond, 0, 60 * usecPerSecond - 1, false)
  )
}
