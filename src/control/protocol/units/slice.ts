/** Slices (org.freedesktop.systemd1(5), "Slice Unit Objects"; systemd.slice(5)). */

import type { InterfaceSpec } from '#control/protocol/interface-spec.ts'
import { accountingMethods, accountingProperties } from './accounting.ts'
import { cgroupContextProperties } from './cgroup-context.ts'

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
