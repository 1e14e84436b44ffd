/** Dates of the Gregorian calendar, in any range, as seconds since 1970 without leap seconds. */

/** A date and a time of day. Where one is given to be computed with, fields may be out of range and are carried over. */
export interface CivilTime {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

/** Days from 1970-01-01 to a date; months and days may be out of range. */
export function dayNumber(year: number, month: number, day: number): number {
  const months = year * 12 + (month - 1)
  // Years that begin in March have their leap day at the end.
  const shifted = months - 2
  const marchYear = Math.floor(shifted / 12)
  const marchMonth = shifted - marchYear * 12
  const leaps = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400)
  return marchYear * 365 + leaps + Math.floor((marchMonth * 153 + 2) / 5) + (day - 1) - 719468
}

/** Seconds since 1970 of a date and time taken as UTC (timegm(3)). */
export function civilSeconds(time: CivilTime): number {
  const days = dayNumber(time.year, time.month, time.day)
  return ((days * 24 + time.hour) * 60 + time.minute) * 60 + time.second
}

/** The date and time in UTC of seconds since 1970. */
export function civilTime(seconds: number): CivilTime {
  const days = Math.floor(seconds / 86400)
  const rest = seconds - days * 86400
  return { ...civilDate(days), hour: Math.floor(rest / 3600), minute: Math.floor(rest / 60) % 60, second: rest % 60 }
}

/** The date of days since 1970. */
function civilDate(days: number): { readonly year: number; readonly month: number; readonly day: number } {
  const shifted = days + 719468
  const era = Math.floor(shifted / 146097)
  const dayOfEra = shifted - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1
  return { year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day }
}

/** The day of the week of seconds since 1970, 0 for Sunday. */
export function weekday(seconds: number): number {
  return (((Math.floor(seconds / 86400) + 4) % 7) + 7) % 7
}
