/** Slices (org.freedesktop.systemd1(5), "Slice Unit Objects"; systemd.slice(5)). */
import { accountingMethods, accountingProperties } from './accounting.ts'
import { cgroupContextProperties } from './cgroup-context.ts'
import type { InterfaceSpec } from './interface-spec.ts'

/** `org.freedesktop.systemd1.Slice`. */
export const sliceInterface = {
  name: 'org.freedesktop.systemd1.Slice',
  properties: {
    ...accountingProperties,
    ...cgroupContextProperties,
  },
  methods: {
    ...accountingMethods,
  },
  signals: {},
} as const satisfies InterfaceSpec
