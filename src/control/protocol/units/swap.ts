/** Swap areas (org.freedesktop.systemd1(5), "Swap Unit Objects"; systemd.swap(5)). */

import type { InterfaceSpec } from '#control/protocol/interface-spec.ts'
import { accountingMethods } from './accounting.ts'
import { commandsProperty, executingProperties } from './exec-context.ts'

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
    ExecActivate: commandsProperty,
    ExecDeactivate: commandsProperty,
    ...executingProperties,
  },
  methods: {
    ...accountingMethods,
  },
  signals: {},
} as const satisfies InterfaceSpec
