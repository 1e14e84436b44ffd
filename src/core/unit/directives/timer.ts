/** [Timer] (systemd.timer(5)). */
import { inert, into, type SettingsOf, slot, type Table } from '#core/unit/kinds/kind.ts'
import { boolean } from '#core/unit/kinds/scalar.ts'
import { span } from '#core/unit/kinds/span.ts'
import { calendarTimer, monotonicTimer, type TimerValue } from '#core/unit/kinds/unit/timer.ts'
import { triggeredUnit } from '#core/unit/kinds/unit/triggered-unit.ts'

const why = 'timer units are not run yet'
const notRun = { is: 'inert', why } as const

/** The newest first, as systemd keeps them. */
const values = slot<readonly TimerValue[]>('Timers', [])

export const timerDirectives = {
  Timers: values,
  OnCalendar: into(values, calendarTimer, notRun),
  OnActiveSec: into(values, monotonicTimer('OnActive'), notRun),
  OnBootSec: into(values, monotonicTimer('OnBoot'), notRun),
  OnStartupSec: into(values, monotonicTimer('OnStartup'), notRun),
  OnUnitActiveSec: into(values, monotonicTimer('OnUnitActive'), notRun),
  OnUnitInactiveSec: into(values, monotonicTimer('OnUnitInactive'), notRun),
  OnClockChange: inert(boolean(false), why),
  OnTimezoneChange: inert(boolean(false), why),
  Persistent: inert(boolean(false), why),
  WakeSystem: inert(boolean(false), why),
  RemainAfterElapse: inert(boolean(true), why),
  FixedRandomDelay: inert(boolean(false), why),
  DeferReactivation: inert(boolean(false), why),
  AccuracySec: inert(span<bigint | null>(null), why),
  RandomizedDelaySec: inert(span(0n), why),
  Unit: inert(triggeredUnit(), why),
} as const satisfies Table

export type ParsedTimer = SettingsOf<typeof timerDirectives>

/** Unit= is the service of the same name where nothing is said, AccuracySec= the manager's. */
export type TimerSettings = Omit<ParsedTimer, 'AccuracySec' | 'Unit'> & {
  readonly AccuracySec: bigint
  readonly Unit: string
}
