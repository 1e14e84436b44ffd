/** When a timer elapses (systemd.timer(5), OnActiveSec= and its siblings). */
import { parseSpan } from '#core/calendar/span.ts'
import type { CalendarSpec } from '#core/calendar/spec.ts'
import { parseCalendar } from '#core/calendar/spec-parse.ts'
import type { Place } from '#core/unit/kinds/kind.ts'

export type TimerBase = 'OnActive' | 'OnBoot' | 'OnStartup' | 'OnUnitActive' | 'OnUnitInactive'

export type TimerValue =
  | { readonly base: TimerBase; readonly span: bigint }
  | { readonly base: 'OnCalendar'; readonly spec: CalendarSpec }

/** A span after an event; an empty assignment of any of them clears all. */
export function monotonicTimer(base: TimerBase) {
  return (before: readonly TimerValue[], text: string, place: Place): readonly TimerValue[] => {
    if (text === '') {
      return []
    }
    const expanded = place.expand(text)
    if (expanded === undefined) {
      return before
    }
    const span = parseSpan(expanded)
    if (span.ok) {
      return [{ base, span: span.value }, ...before]
    }
    place.warn(`Failed to parse timer value, ignoring: ${expanded}`)
    return before
  }
}

export function calendarTimer(before: readonly TimerValue[], text: string, place: Place): readonly TimerValue[] {
  if (text === '') {
    return []
  }
  const expanded = place.expand(text)
  if (expanded === undefined) {
    return before
  }
  const spec = parseCalendar(expanded, place.host.zones)
  if (spec.ok) {
    return [{ base: 'OnCalendar', spec: spec.value }, ...before]
  }
  place.warn(`Failed to parse calendar specification, ignoring: ${expanded}`)
  return before
}
