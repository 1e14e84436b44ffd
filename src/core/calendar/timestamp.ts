/** Points in time for people (systemd.time(7), "Displaying Timestamps"), in µs since 1970. */
import { weekday } from './civil.ts'
import { localTime } from './local-time.ts'
import {
  infinity,
  usecPerDay,
  usecPerHour,
  usecPerMinute,
  usecPerMonth,
  usecPerMsec,
  usecPerSec,
  usecPerWeek,
  usecPerYear,
} from './span.ts'
import { utc, type Zone } from './zone.ts'

/** `systemctl --timestamp=`: `us` shows microseconds, `utc` universal time, `unix` seconds as `@n`, `date` no time of day and, as everywhere in systemd, the date in UTC. */
export const timestampStyles = ['pretty', 'us', 'utc', 'us+utc', 'unix', 'date'] as const
export type TimestampStyle = (typeof timestampStyles)[number]

/** The last second of the year 9999, less a day for the zones; later times are not spelt out. */
export const timestampMax = 253402214399_000000n

const dayNames = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const

// Longer abbreviations of zones are left out beside microseconds, as there was no room for them.
const abbreviationMax = 6

/** Writes a point in time. Undefined for 0 and infinity, which mean that there is none. */
export function formatTimestamp(time: bigint, style: TimestampStyle, zone: Zone): string | undefined {
  if (time <= 0n || time >= infinity) {
    return undefined
  }
  if (style === 'unix') {
    return `@${time / usecPerSec}`
  }
  if (time > timestampMax) {
    return unformattable(style)
  }
  const inUtc = style === 'utc' || style === 'us+utc' || style === 'date'
  const seconds = Number(time / usecPerSec)
  const shown = localTime(seconds, inUtc ? utc : zone)
  const offset = inUtc ? 0 : zone.offsetAt(seconds).seconds
  const date = `${shown.year}-${two(shown.month)}-${two(shown.day)}`
  const named = `${dayNames[weekday(seconds + offset)]} ${date.padStart(10, '0')}`
  if (style === 'date') {
    return named
  }
  const fine = style === 'us' || style === 'us+utc'
  const fraction = fine ? `.${(time % usecPerSec).toString().padStart(6, '0')}` : ''
  const abbreviation = fine && shown.abbreviation.length > abbreviationMax ? '' : ` ${shown.abbreviation}`
  return `${named} ${two(shown.hour)}:${two(shown.minute)}:${two(shown.second)}${fraction}${abbreviation.trimEnd()}`
}

function two(number: number): string {
  return `${number}`.padStart(2, '0')
}

function unformattable(style: Exclude<TimestampStyle, 'unix'>): string {
  const words = {
    date: '--- XXXX-XX-XX',
    pretty: '--- XXXX-XX-XX XX:XX:XX',
    us: '--- XXXX-XX-XX XX:XX:XX.XXXXXX',
    utc: '--- XXXX-XX-XX XX:XX:XX UTC',
    'us+utc': '--- XXXX-XX-XX XX:XX:XX.XXXXXX UTC',
  }
  return words[style]
}

/**
 * Writes how far a point in time is from now: `3min 5s ago`, `2 weeks 1 day left`. `after` is what to say of the future, nothing
 * for lists that only look ahead. Undefined for 0 and infinity.
 */
export function formatRelative(time: bigint, now: bigint, after: ' left' | '' = ' left'): string | undefined {
  if (time <= 0n || time >= infinity) {
    return undefined
  }
  const distance = time < now ? now - time : time - now
  const side = time < now ? ' ago' : after
  return distance === 0n ? 'now' : `${formatDistance(distance)}${side}`
}

/** Two units at most, the smaller ones only where they still matter. */
function formatDistance(distance: bigint): string {
  const whole = (unit: bigint, of = distance) => of / unit
  const rest = (unit: bigint, smaller: bigint) => (distance % unit) / smaller
  if (distance >= usecPerYear) {
    return `${count(whole(usecPerYear), 'year')} ${count(rest(usecPerYear, usecPerMonth), 'month')}`
  }
  if (distance >= usecPerMonth) {
    return `${count(whole(usecPerMonth), 'month')} ${count(rest(usecPerMonth, usecPerDay), 'day')}`
  }
  if (distance >= usecPerWeek) {
    return `${count(whole(usecPerWeek), 'week')} ${count(rest(usecPerWeek, usecPerDay), 'day')}`
  }
  if (distance >= 2n * usecPerDay) {
    return `${whole(usecPerDay)} days`
  }
  if (distance >= 25n * usecPerHour) {
    return `1 day ${whole(usecPerHour, distance - usecPerDay)}h`
  }
  if (distance >= 6n * usecPerHour) {
    return `${whole(usecPerHour)}h`
  }
  if (distance >= usecPerHour) {
    return `${whole(usecPerHour)}h ${rest(usecPerHour, usecPerMinute)}min`
  }
  if (distance >= 5n * usecPerMinute) {
    return `${whole(usecPerMinute)}min`
  }
  if (distance >= usecPerMinute) {
    return `${whole(usecPerMinute)}min ${rest(usecPerMinute, usecPerSec)}s`
  }
  if (distance >= usecPerSec) {
    return `${whole(usecPerSec)}s`
  }
  return distance >= usecPerMsec ? `${whole(usecPerMsec)}ms` : `${distance}us`
}

function count(amount: bigint, unit: string): string {
  return `${amount} ${unit}${amount === 1n ? '' : 's'}`
}
