/** Rules of time zones as POSIX writes them: `CET-1CEST,M3.5.0,M10.5.0/3` (tzset(3)). */
import { civilTime, dayNumber, weekday } from './civil.ts'
import type { Offset, Zone } from './zone.ts'

/** A day of each year and a time on it, in seconds from midnight. */
type Change =
  | {
      readonly on: 'weekday'
      readonly month: number
      readonly week: number
      readonly day: number
      readonly time: number
    }
  /** Counted from 1, without 29 February. */
  | { readonly on: 'julian'; readonly day: number; readonly time: number }
  /** Counted from 0, with 29 February. */
  | { readonly on: 'day'; readonly day: number; readonly time: number }

const name = '(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)'
const offset = '[+-]?[0-9]{1,3}(?::[0-9]{1,2}(?::[0-9]{1,2})?)?'
const change = `(?:M[0-9]+\\.[0-9]\\.[0-9]|J?[0-9]+)(?:/${offset})?`
const grammar = new RegExp(`^(${name})(${offset})(?:(${name})(${offset})?(?:,(${change}),(${change}))?)?$`)

/** Reads a rule; undefined when it is none. Without days of change those of the United States count, as in glibc. */
export function parsePosixZone(text: string): Zone | undefined {
  const found = grammar.exec(text)
  if (found === null) {
    return undefined
  }
  const [, standardName = '', standardOffset = '', daylightName, daylightOffset, from = 'M3.2.0', to = 'M11.1.0'] =
    found
  const standard: Offset = { seconds: -readTime(standardOffset), isDst: false, abbreviation: bare(standardName) }
  if (daylightName === undefined) {
    return { offsetAt: () => standard, names: [standard.abbreviation, undefined] }
  }
  const ahead = daylightOffset === undefined ? standard.seconds + 3600 : -readTime(daylightOffset)
  const daylight: Offset = { seconds: ahead, isDst: true, abbreviation: bare(daylightName) }
  const start = readChange(from)
  const end = readChange(to)
  if (start === undefined || end === undefined) {
    return undefined
  }
  return {
    offsetAt: seconds => (isDaylight(seconds, standard, daylight, start, end) ? daylight : standard),
    names: [standard.abbreviation, daylight.abbreviation],
  }
}

function bare(abbreviation: string): string {
  return abbreviation.replace(/[<>]/g, '')
}

/** `[+-]hh[:mm[:ss]]` in seconds. */
function readTime(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.replace(/^[+-]/, '').split(':').map(Number)
  return (text.startsWith('-') ? -1 : 1) * ((hours * 60 + minutes) * 60 + seconds)
}

function readChange(text: string): Change | undefined {
  const [day = '', clock] = text.split('/')
  const time = clock === undefined ? 7200 : readTime(clock)
  if (!day.startsWith('M')) {
    const count = Number(day.replace('J', ''))
    return day.startsWith('J') ? { on: 'julian', day: count, time } : { on: 'day', day: count, time }
  }
  const [month = 0, week = 0, weekDay = 0] = day.slice(1).split('.').map(Number)
  const sensible = month >= 1 && month <= 12 && week >= 1 && week <= 5 && weekDay <= 6
  return sensible ? { on: 'weekday', month, week, day: weekDay, time } : undefined
}

function isDaylight(seconds: number, standard: Offset, daylight: Offset, start: Change, end: Change): boolean {
  const { year } = civilTime(seconds)
  const begins = changeSeconds(start, year) - standard.seconds
  const ends = changeSeconds(end, year) - daylight.seconds
  return begins > ends ? seconds < ends || seconds >= begins : seconds >= begins && seconds < ends
}

/** When a change is in a year, in seconds of the zone's clocks before it. */
function changeSeconds(rule: Change, year: number): number {
  return changeDay(rule, year) * 86400 + rule.time
}

function changeDay(rule: Change, year: number): number {
  const newYear = dayNumber(year, 1, 1)
  switch (rule.on) {
    case 'day':
      return newYear + rule.day
    case 'julian': {
      const isLeap = dayNumber(year, 3, 1) - dayNumber(year, 2, 1) === 29
      return newYear + rule.day - 1 + (isLeap && rule.day >= 60 ? 1 : 0)
    }
    case 'weekday': {
      const first = dayNumber(year, rule.month, 1)
      const next = dayNumber(year, rule.month + 1, 1)
      const day = first + ((rule.day - weekday(first * 86400) + 7) % 7) + (rule.week - 1) * 7
      return day >= next ? day - 7 : day
    }
  }
}
