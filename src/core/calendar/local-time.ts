/**
 * Clocks of a zone and back again (localtime(3), mktime(3)). Forwards is plain. Backwards some times of day do not exist and
 * some exist twice; what comes out then is what glibc's mktime(3) gives, because timers must ring when systemd's would.
 */
import { type CivilTime, civilSeconds, civilTime } from './civil.ts'
import type { Zone } from './zone.ts'

/** What the clocks of a zone show. */
export interface LocalTime extends CivilTime {
  readonly isDst: boolean
  readonly abbreviation: string
}

/** The clocks of a zone at a moment, given in seconds since 1970. */
export function localTime(seconds: number, zone: Zone): LocalTime {
  const offset = zone.offsetAt(seconds)
  return { ...civilTime(seconds + offset.seconds), isDst: offset.isDst, abbreviation: offset.abbreviation }
}

/**
 * The moment at which clocks show a time. An answer is looked for near the offset of the answer before, so that of a time that
 * exists twice the nearer one is found; whoever asks many questions in a row keeps one Reckoner for them.
 */
export class Reckoner {
  readonly #zone: Zone
  /** Seconds ahead of UTC of the last answer. */
  #guess = 0

  constructor(zone: Zone) {
    this.#zone = zone
  }

  /** Seconds since 1970; `isDst` says which of two is meant, and may be wrong or undefined. */
  seconds(time: CivilTime, isDst?: boolean): number {
    const shown = civilSeconds(time)
    const found = this.#search(shown, isDst)
    this.#guess = shown - found
    return found
  }

  #search(shown: number, isDst: boolean | undefined): number {
    let at = shown - this.#guess
    let before = at
    let twiceBefore = at
    let wasDst = false
    for (let probes = 6; probes > 0; probes--) {
      const offset = this.#zone.offsetAt(at)
      const next = shown - offset.seconds
      if (next === at) {
        return isDst === undefined || isDst === offset.isDst ? at : this.#correct(at, shown, isDst)
      }
      // The search swings between both sides of a gap: systemd's clocks have been put forward there.
      const swings = at === twiceBefore && at !== before
      if (swings && (isDst === undefined ? Number(wasDst) <= Number(offset.isDst) : isDst !== offset.isDst)) {
        return at
      }
      twiceBefore = before
      before = at
      at = next
      wasDst = offset.isDst
    }
    return at
  }

  /** A time with the wrong kind of offset is read with the offset of that kind nearest in time, at most seven years away. */
  #correct(at: number, shown: number, isDst: boolean): number {
    const stride = 601200
    const bound = 457243209 / 2 + stride
    for (let distance = stride; distance < bound; distance += stride) {
      for (const probe of [at - distance, at + distance]) {
        const offset = this.#zone.offsetAt(probe)
        if (offset.isDst === isDst) {
          return shown - offset.seconds
        }
      }
    }
    return at + (isDst ? -3600 : 3600)
  }
}
