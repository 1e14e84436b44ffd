/** Paths (org.freedesktop.systemd1(5), "Path Unit Objects"; systemd.path(5)). */
import type { InterfaceSpec } from '#control/protocol/interface-spec.ts'

/** `org.freedesktop.systemd1.Path`. */
export const pathInterface = {
  name: 'org.freedesktop.systemd1.Path',
  properties: {
    Unit: { type: 's', emits: 'const' },
    Paths: { type: 'a(ss)', emits: 'const' },
    MakeDirectory: { type: 'b', emits: 'const' },
    DirectoryMode: { type: 'u', emits: 'const' },
    Result: { type: 's', emits: 'true' },
    TriggerLimitIntervalUSec: { type: 't', emits: 'const' },
    TriggerLimitBurst: { type: 'u', emits: 'const' },
  },
  methods: {},
  signals: {},
} as const satisfies InterfaceSpec
