/** The settings half of org.freedesktop.systemd1.Timer and Path (systemd.timer(5), systemd.path(5)). */
import type { Getters } from '#control/implement.ts'
import type { pathInterface } from '#control/protocol/units/path.ts'
import type { timerInterface } from '#control/protocol/units/timer.ts'
import { formatCalendar } from '#core/calendar/spec.ts'
import type { Zone } from '#core/calendar/zone.ts'
import type { PathUnit, TimerUnit } from '#core/unit/unit.ts'

export interface TimerSubject {
  readonly unit: TimerUnit
  /** The zone calendar events without one mean. */
  readonly zone: Zone
}

/** Next elapses are of the living half and 0 here; the newest value is last to be assigned and first in the list. */
export const timerSettings = {
  Unit: ({ unit: { timer } }) => timer.Unit,
  TimersMonotonic: ({ unit: { timer } }) =>
    timer.Timers.flatMap(value =>
      value.base === 'OnCalendar' ? [] : [[`${value.base}USec`, value.span, 0n] as const],
    ),
  TimersCalendar: ({ unit: { timer }, zone }) =>
    timer.Timers.flatMap(value =>
      value.base === 'OnCalendar' ? [[value.base, formatCalendar(value.spec, zone), 0n] as const] : [],
    ),
  OnClockChange: ({ unit: { timer } }) => timer.OnClockChange,
  OnTimezoneChange: ({ unit: { timer } }) => timer.OnTimezoneChange,
  AccuracyUSec: ({ unit: { timer } }) => timer.AccuracySec,
  RandomizedDelayUSec: ({ unit: { timer } }) => timer.RandomizedDelaySec,
  FixedRandomDelay: ({ unit: { timer } }) => timer.FixedRandomDelay,
  Persistent: ({ unit: { timer } }) => timer.Persistent,
  WakeSystem: ({ unit: { timer } }) => timer.WakeSystem,
  RemainAfterElapse: ({ unit: { timer } }) => timer.RemainAfterElapse,
  DeferReactivation: ({ unit: { timer } }) => timer.DeferReactivation,
} as const satisfies Partial<Getters<typeof timerInterface.properties, TimerSubject>>

export interface PathSubject {
  readonly unit: PathUnit
}

export const pathSettings = {
  Unit: ({ unit: { path } }) => path.Unit,
  Paths: ({ unit: { path } }) => path.Paths.map(({ type, path: watched }) => [type, watched] as const),
  MakeDirectory: ({ unit: { path } }) => path.MakeDirectory,
  DirectoryMode: ({ unit: { path } }) => path.DirectoryMode,
  TriggerLimitIntervalUSec: ({ unit: { path } }) => path.TriggerLimitIntervalSec,
  TriggerLimitBurst: ({ unit: { path } }) => path.TriggerLimitBurst,
} as const satisfies Partial<Getters<typeof pathInterface.properties, PathSubject>>
