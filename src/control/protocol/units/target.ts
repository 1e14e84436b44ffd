/** Targets (org.freedesktop.systemd1(5), "Target Unit Objects"): nothing of their own. */
import type { InterfaceSpec } from '#control/protocol/interface-spec.ts'

/** `org.freedesktop.systemd1.Target`. */
export const targetInterface = {
  name: 'org.freedesktop.systemd1.Target',
  properties: {},
  methods: {},
  signals: {},
} as const satisfies InterfaceSpec
