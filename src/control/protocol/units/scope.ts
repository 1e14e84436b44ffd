/** Scopes (org.freedesktop.systemd1(5), "Scope Unit Objects"; systemd.scope(5)). */

import type { InterfaceSpec } from '#control/protocol/interface-spec.ts'
import { accountingMethods, accountingProperties } from './accounting.ts'
import { cgroupContextProperties } from './cgroup-context.ts'
import { killContextProperties } from './kill-context.ts'

/** `org.freedesktop.systemd1.Scope`. */
export const scopeInterface = {
  name: 'org.freedesktop.systemd1.Scope',
  properties: {
    Controller: { type: 's', emits: 'true' },
    TimeoutStopUSec: { type: 't', emits: 'const' },
    Result: { type: 's', emits: 'true' },
    RuntimeMaxUSec: { type: 't', emits: 'const' },
    RuntimeRandomizedExtraUSec: { type: 't', emits: 'const' },
    OOMPolicy: { type: 's', emits: 'const' },
    ...accountingProperties,
    ...cgroupContextProperties,
    ...killContextProperties,
  },
  methods: {
    Abandon: { access: 'change' },
    ...accountingMethods,
  },
  signals: {
    RequestStop: {},
  },
} as const satisfies InterfaceSpec
