/**
 * Time zones, as data the caller reads: core knows no disk (systemd.time(7), "Parsing Timestamps"). zone-file.ts reads the files
 * of /usr/share/zoneinfo, posix-zone.ts the rules a TZ variable may hold.
 */
/** What a zone's clocks show at some time. */
export interface Offset {
  /** Seconds ahead of UTC. */
  readonly seconds: number
  readonly isDst: boolean
  /** `CET`, `+03`. */
  readonly abbreviation: string
}

/** One time zone. */
export interface Zone {
  /** What is in force at a moment, given in seconds since 1970. */
  offsetAt(seconds: number): Offset
  /** The abbreviations used last: of standard time, and of daylight saving time if there ever was one (tzname(3)). */
  readonly names: readonly [standard: string, daylight: string | undefined]
}

/** The zones a caller has. */
export interface Zones {
  /** The zone of the host or of TZ. */
  readonly local: Zone
  /** The zone of an IANA name such as `Europe/Berlin`, undefined when there is no such file. */
  find(name: string): Zone | undefined
}

const utcOffset: Offset = { seconds: 0, isDst: false, abbreviation: 'UTC' }

/** Universal time. */
export const utc: Zone = { offsetAt: () => utcOffset, names: ['UTC', undefined] }

/** Whether a text can be the name of a zone's file: relative, and of characters such names are made of. */
export function isZoneName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9+_-]*(?:\/[A-Za-z0-9+_-]+)*$/.test(name)
}
