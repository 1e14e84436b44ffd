/** Timers (org.freedesktop.systemd1(5), "Timer Unit Objects"; systemd.timer(5)). */
import type { InterfaceSpec } from '#control/protocol/interface-spec.ts'

/** `org.freedesktop.systemd1.Timer`. */
export const timerInterface = {
  name: 'org.freedesktop.systemd1.Timer',
  properties: {
    Unit: { type: 's', emits: 'const' },
    TimersMonotonic: { type: 'a(stt)', emits: 'invalidates' },
    TimersCalendar: { type: 'a(sst)', emits: 'invalidates' },
    OnClockChange: { type: 'b', emits: 'const' },
    OnTimezoneChange: { type: 'b', emits: 'const' },
    NextElapseUSecRealtime: { type: 't', emits: 'true' },
    NextElapseUSecMonotonic: { type: 't', emits: 'true' },
    LastTriggerUSec: { type: 't', emits: 'true' },
    LastTriggerUSecMonotonic: { type: 't', emits: 'true' },
    Result: { type: 's', emits: 'true' },
    AccuracyUSec: { type: 't', emits: 'const' },
    RandomizedDelayUSec: { type: 't', emits: 'const' },
    FixedRandomDelay: { type: 'b', emits: 'const' },
    Persistent: { type: 'b', emits: 'const' },
    WakeSystem: { type: 'b', emits: 'const' },
    RemainAfterElapse: { type: 'b', emits: 'const' },
    DeferReactivation: { type: 'b', emits: 'const' },
  },
  methods: {},
  signals: {},
} as const satisfies InterfaceSpec
