/** Automount points (org.freedesktop.systemd1(5), "Automount Unit Objects"). */
import type { InterfaceSpec } from '#control/protocol/interface-spec.ts'

/** `org.freedesktop.systemd1.Automount`. */
export const automountInterface = {
  name: 'org.freedesktop.systemd1.Automount',
  properties: {
    Where: { type: 's', emits: 'const' },
    ExtraOptions: { type: 's', emits: 'const' },
    DirectoryMode: { type: 'u', emits: 'const' },
    Result: { type: 's', emits: 'true' },
    TimeoutIdleUSec: { type: 't', emits: 'const' },
  },
  methods: {},
  signals: {},
} as const satisfies InterfaceSpec
