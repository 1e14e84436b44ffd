import type { TimestampStyle } from '#core/calendar/timestamp.ts'
import type { Zone } from '#core/calendar/zone.ts'

/** How times are written. */
export interface TimeStyle {
  readonly zone: Zone
  readonly style: TimestampStyle
}

/** One text for each line. Lists of structures that are empty have no line at all. */
export type Lines = readonly string[] | undefined
