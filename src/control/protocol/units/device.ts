/** Devices (org.freedesktop.systemd1(5), "Device Unit Objects"). */
import type { InterfaceSpec } from '#control/protocol/interface-spec.ts'

/** `org.freedesktop.systemd1.Device`. */
export const deviceInterface = {
  name: 'org.freedesktop.systemd1.Device',
  properties: {
    SysFSPath: { type: 's', emits: 'true' },
  },
  methods: {},
  signals: {},
} as const satisfies InterfaceSpec
