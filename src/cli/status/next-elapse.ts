/** When a timer elapses next: it tells a point of the wall clock, one of the monotonic clock, or both (systemd.timer(5)). */
import { infinity } from '#core/calendar/span.ts'

/** The same moment, or two alternatives, by both clocks, in µs. */
export interface DualTime {
  readonly realtime: bigint
  readonly monotonic: bigint
}

/** The earlier one, by the wall clock; infinity for never. */
export function nextElapse(now: DualTime, next: DualTime): bigint {
  const byWall = isSet(next.realtime) ? next.realtime : infinity
  if (!isSet(next.monotonic)) {
    return byWall
  }
  const converted = now.realtime + (next.monotonic - now.monotonic)
  if (converted < byWall) {
    return converted
  }
  return byWall
}

function isSet(time: bigint): boolean {
  return time > 0n && time < infinity
}
