/**
 * Calendar events (systemd.time(7), "Calendar Events"): what OnCalendar= says, as data. For each part of a date and a time of
 * day there is a list of what it may be; a null list allows everything.
 */
import type { Zone } from './zone.ts'

/** One allowed value, or several: from `start` in steps of `repeat` up to `stop`. The unit is the part's, µs for seconds. */
export interface Component {
  readonly start: number
  /** Null when the steps go on to the end of the part. */
  readonly stop: number | null
  /** 0 for one value only. */
  readonly repeat: number
}

export type Chain = readonly Component[] | null

/** A calendar event. */
export interface CalendarSpec {
  /** Days allowed, Monday first; null for all. */
  readonly weekdays: readonly boolean[] | null
  readonly year: Chain
  readonly month: Chain
  readonly day: Chain
  /** Days count from the end of the month: 1 is the last. */
  readonly endOfMonth: boolean
  readonly hour: Chain
  readonly minute: Chain
  readonly microsecond: Chain
  readonly zone: SpecZone
}

/**
 * In which zone an event is meant: universal time, one by name, or the local one, of which the text may have named standard or
 * daylight saving time.
 */
export type SpecZone =
  | { readonly is: 'utc' }
  | { readonly is: 'named'; readonly name: string }
  | { readonly is: 'local'; readonly isDst?: boolean }

/** The years calendar events may speak of. */
export const yearMin = 1970
export const yearMax = 2199

const usecPerSecond = 1_000_000

/** An event in its normal form, which can be read again. `local` is for the abbreviation of a local zone that was named. */
export function formatCalendar(spec: CalendarSpec, local: Zone): string {
  const { year, month, day, endOfMonth, hour, minute, microsecond } = spec
  const date = `${formatChain(year, 4)}-${formatChain(month, 2)}${endOfMonth ? '~' : '-'}${formatChain(day, 2)}`
  const time = `${formatChain(hour, 2)}:${formatChain(minute, 2)}:${formatSeconds(microsecond)}`
  return [...formatWeekdays(spec.weekdays), date, time, ...formatZone(spec.zone, local)].join(' ')
}

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

function formatWeekdays(weekdays: readonly boolean[] | null): readonly string[] {
  if (weekdays === null) {
    return []
  }
  const words: string[] = []
  for (let first = 0; first < 7; first++) {
    if (!weekdays[first]) {
      continue
    }
    let last = first
    while (weekdays[last + 1]) {
      last++
    }
    const names = dayNames.slice(first, last + 1)
    words.push(names.length > 2 ? `${names[0]}..${names.at(-1)}` : names.join(','))
    first = last
  }
  return [words.join(',')]
}

function formatZone(zone: SpecZone, local: Zone): readonly string[] {
  if (zone.is === 'utc') {
    return ['UTC']
  }
  if (zone.is === 'named') {
    return [zone.name]
  }
  if (zone.isDst === undefined) {
    return []
  }
  const name = local.names[zone.isDst ? 1 : 0]
  return name === undefined ? [] : [name]
}

function formatChain(chain: Chain, digits: number): string {
  const pad = (value: number) => `${value}`.padStart(digits, '0')
  return chain === null ? '*' : chain.map(part => formatComponent(part, pad, 1)).join(',')
}

/** A list that goes through every second is written `*` though it may name fractions besides, as systemd does. */
function formatSeconds(chain: Chain): string {
  const everySecond = (part: Component) => part.start === 0 && part.stop === null && part.repeat === usecPerSecond
  if (chain === null || chain.some(everySecond)) {
    return '*'
  }
  return chain.map(part => formatComponent(part, value => padSeconds(value, 2), usecPerSecond)).join(',')
}

function padSeconds(usec: number, digits: number): string {
  const whole = `${Math.floor(usec / usecPerSecond)}`.padStart(digits, '0')
  const fraction = usec % usecPerSecond
  return fraction === 0 ? whole : `${whole}.${`${fraction}`.padStart(6, '0')}`
}

/** `unit` is the step that need not be said in a range. */
function formatComponent(part: Component, pad: (value: number) => string, unit: number): string {
  const range = part.stop === null ? '' : `..${pad(part.stop)}`
  const silent = part.repeat === 0 || (part.stop !== null && part.repeat === unit)
  const step = unit === 1 ? `${part.repeat}` : padSeconds(part.repeat, 1)
  return `${pad(part.start)}${range}${silent ? '' : `/${step}`}`
}
