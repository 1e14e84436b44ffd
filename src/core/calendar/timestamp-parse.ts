/**
 * Points in time as users type them (systemd.time(7), "Parsing Timestamps"): dates, times of day, `today`, `-5min`, `@1700000000`,
 * each of the absolute ones with an optional zone behind it.
 */
import type { NumberError } from '#core/base/numbers.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { type CivilTime, civilSeconds, weekday } from './civil.ts'
import { localTime, Reckoner } from './local-time.ts'
import { infinity, parseSpan, usecPerDay, usecPerSec } from './span.ts'
import { parseOffset, strptime } from './strptime.ts'
import { timestampMax } from './timestamp.ts'
import { utc, type Zone, type Zones } from './zone.ts'

/** How the text is read once its zone was taken off. */
interface Reading {
  readonly zone: Zone
  /** Which of standard and daylight saving time the text named. */
  readonly isDst?: boolean
  /** Seconds the text's clock is ahead of UTC, when it gave a number. */
  readonly ahead?: number
}

/**
 * Reads a point in time, in µs since 1970. `now` is what relative ones count from. EINVAL for what is none, ERANGE for times
 * before 1970 and too far ahead.
 */
export function parseTimestamp(text: string, now: bigint, zones: Zones): Result<bigint, NumberError> {
  if (text.length > 2 && text.endsWith('Z')) {
    const found = parseAbsolute(text.slice(0, -1), now, { zone: utc })
    if (found.ok) {
      return found
    }
  }
  const welded = /[^ ]([+-].{5})$/s.exec(text)?.[1]
  const ahead = welded === undefined || text.length <= 7 ? undefined : parseOffset(welded)
  if (ahead !== undefined) {
    return parseAbsolute(text.slice(0, -6), now, { zone: utc, ahead })
  }
  const space = text.lastIndexOf(' ')
  const reading = space < 0 ? undefined : readZone(text.slice(space + 1), zones)
  if (reading !== undefined) {
    return parseAbsolute(text.slice(0, space), now, reading)
  }
  return parseRelative(text, now) ?? parseAbsolute(text, now, { zone: zones.local })
}

/** The zone a last word names, if it does. */
function readZone(word: string, zones: Zones): Reading | undefined {
  if (word === 'UTC') {
    return { zone: utc }
  }
  const ahead = parseOffset(word)
  if (ahead !== undefined) {
    return { zone: utc, ahead }
  }
  const named = zones.find(word)
  if (named !== undefined) {
    return { zone: named, ...dstOf(word, named) }
  }
  return dstOf(word, zones.local) === undefined ? undefined : { zone: zones.local, ...dstOf(word, zones.local) }
}

function dstOf(word: string, zone: Zone): { readonly isDst: boolean } | undefined {
  const [standard, daylight] = zone.names
  if (word === standard) {
    return { isDst: false }
  }
  return word !== '' && word === daylight ? { isDst: true } : undefined
}

/** Words that count from now, which take no zone. Undefined when it is none. */
function parseRelative(text: string, now: bigint): Result<bigint, NumberError> | undefined {
  if (text.startsWith('@')) {
    return parseSpan(text.slice(1))
  }
  if (text === 'now') {
    return ok(now)
  }
  if (text.startsWith('+')) {
    return shift(now, parseSpan(text.slice(1)), 1n)
  }
  if (text.startsWith('-')) {
    return shift(now, parseSpan(text.slice(1)), -1n)
  }
  if (text.endsWith(' ago')) {
    return shift(now, parseSpan(text.slice(0, -4)), -1n)
  }
  if (text.endsWith(' left')) {
    return shift(now, parseSpan(text.slice(0, -5)), 1n)
  }
  return undefined
}

function shift(now: bigint, span: Result<bigint, NumberError>, sign: 1n | -1n): Result<bigint, NumberError> {
  if (!span.ok) {
    return span
  }
  const time = now + sign * span.value
  return time < 0n || time > timestampMax ? fail('EINVAL') : ok(time)
}

/** A date and time that was read, and the microseconds behind it. */
interface Clock {
  readonly time: CivilTime
  readonly fraction: bigint
}

function parseAbsolute(text: string, now: bigint, reading: Reading): Result<bigint, NumberError> {
  const today = localTime(Number(now / usecPerSec), reading.zone)
  const named = readDayWord(text, today)
  if (named !== undefined) {
    return toMoment({ time: named, fraction: 0n }, reading)
  }
  const day = /^(sun(?:day)?|mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?) /i.exec(
    text,
  )
  const clock = readClock(day === null ? text : text.slice(day[0].length), today)
  if (clock === undefined) {
    return fail('EINVAL')
  }
  const wanted =
    day === null ? undefined : ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'].indexOf(text.slice(0, 2).toLowerCase())
  if (wanted !== undefined && wanted !== weekday(civilSeconds(clock.time))) {
    return fail('EINVAL')
  }
  return toMoment(clock, reading)
}

function readDayWord(text: string, today: CivilTime): CivilTime | undefined {
  const distance = new Map([
    ['yesterday', -1],
    ['today', 0],
    ['tomorrow', 1],
  ]).get(text)
  return distance === undefined ? undefined : { ...today, day: today.day + distance, hour: 0, minute: 0, second: 0 }
}

/** Formats in the order in which they are tried, and what they leave unsaid. */
const formats: readonly (readonly [format: string, fills: 'fraction' | 'second' | 'time'])[] = [
  ['%y-%m-%d %H:%M:%S', 'fraction'],
  ['%Y-%m-%d %H:%M:%S', 'fraction'],
  ['%Y-%m-%dT%H:%M:%S', 'fraction'],
  ['%b %d %H:%M:%S', 'fraction'],
  ['%y-%m-%d %H:%M', 'second'],
  ['%Y-%m-%d %H:%M', 'second'],
  ['%Y-%m-%dT%H:%M', 'second'],
  ['%y-%m-%d', 'time'],
  ['%Y-%m-%d', 'time'],
  ['%H:%M:%S', 'fraction'],
  ['%H:%M', 'second'],
]

function readClock(text: string, today: CivilTime): Clock | undefined {
  for (const [format, fills] of formats) {
    const found = strptime(text, format)
    if (found === undefined) {
      continue
    }
    const zeros = fills === 'time' ? { hour: 0, minute: 0, second: 0 } : fills === 'second' ? { second: 0 } : {}
    const time = { ...today, ...found.fields, ...zeros }
    if (found.rest === '') {
      return { time, fraction: 0n }
    }
    if (fills === 'fraction' && found.rest.startsWith('.')) {
      const fraction = readFraction(found.rest.slice(1))
      return fraction === undefined ? undefined : { time, fraction }
    }
  }
  return undefined
}

/** Digits behind a point in µs; a seventh digit rounds. */
function readFraction(digits: string): bigint | undefined {
  if (!/^[0-9]+$/.test(digits)) {
    return undefined
  }
  const rounding = digits.charAt(6) >= '5' ? 1n : 0n
  return BigInt(digits.slice(0, 6).padEnd(6, '0')) + rounding
}

// Beyond this many years systemd does not try.
const yearMax = Number(infinity / (31_557_600n * usecPerSec))

function toMoment({ time, fraction }: Clock, reading: Reading): Result<bigint, NumberError> {
  const ahead = BigInt(reading.ahead ?? 0) * usecPerSec
  // A clock behind UTC may show the last day of 1969 though the moment is in 1970.
  const eve = ahead < 0n && time.year === 1969 && time.month === 12 && time.day === 31
  if ((!eve && time.year < 1969) || time.year > yearMax) {
    return fail('ERANGE')
  }
  const moved = eve ? { ...time, day: time.day + 1 } : time
  const seconds = new Reckoner(reading.zone).seconds(moved, reading.isDst)
  if (seconds < 0) {
    return fail('ERANGE')
  }
  const moment = BigInt(seconds) * usecPerSec + fraction - ahead - (eve ? usecPerDay : 0n)
  return moment < 0n || moment > timestampMax ? fail('EINVAL') : ok(moment)
}
