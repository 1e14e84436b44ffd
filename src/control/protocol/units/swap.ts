/** Swap areas (org.freedesktop.systemd1(5), "Swap Unit Objects"; systemd.swap(5)). */

import type { InterfaceSpec } from '#control/protocol/interface-spec.ts'
import { accountingMethods, accountingProperties } from './accounting.ts'
import { cgroupContextProperties } from './cgroup-context.ts'
import { execContextProperties } from './exec-context.ts'
import { killContextProperties } from './kill-context.ts'

/** `org.freedesktop.systemd1.Swap`. */
export const swapInterface = {
  name: 'org.freedesktop.systemd1.Swap',
  properties: {
    What: { type: 's', emits: 'true' },
    Priority: { type: 'i', emits: 'true' },
    Options: { type: 's', emits: 'true' },
    TimeoutUSec: { type: 't', emits: 'const' },
    ControlPID: { type: 'u', emits: 'true' },
    Result: { type: 's', emits: 'true' },
    UID: { type: 'u', emits: 'true' },
    GID: { type: 'u', emits: 'true' },
    ExecActivate: { type: 'a(sasbttttuii)', emits: 'invalidates' },
    ExecDeactivate: { type: 'a(sasbttttuii)', emits: 'invalidates' },
    ...accountingProperties,
    ...cgroupContextProperties,
    ...execContextProperties,
    ...killContextProperties,
  },
  methods: {
    ...accountingMethods,
  },
  signals: {},
} as const satisfies InterfaceSpec
