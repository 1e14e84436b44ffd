/** Mounts (org.freedesktop.systemd1(5), "Mount Unit Objects"; systemd.mount(5)). */

import type { InterfaceSpec } from '#control/protocol/interface-spec.ts'
import { accountingMethods } from './accounting.ts'
import { commandsProperty, executingProperties } from './exec-context.ts'

/** `org.freedesktop.systemd1.Mount`. */
export const mountInterface = {
  name: 'org.freedesktop.systemd1.Mount',
  properties: {
    Where: { type: 's', emits: 'const' },
    What: { type: 's', emits: 'true' },
    Options: { type: 's', emits: 'true' },
    Type: { type: 's', emits: 'true' },
    TimeoutUSec: { type: 't', emits: 'const' },
    ControlPID: { type: 'u', emits: 'true' },
    DirectoryMode: { type: 'u', emits: 'const' },
    SloppyOptions: { type: 'b', emits: 'const' },
    LazyUnmount: { type: 'b', emits: 'const' },
    ForceUnmount: { type: 'b', emits: 'const' },
    ReadWriteOnly: { type: 'b', emits: 'const' },
    Result: { type: 's', emits: 'true' },
    UID: { type: 'u', emits: 'true' },
    GID: { type: 'u', emits: 'true' },
    ExecMount: commandsProperty,
    ExecUnmount: commandsProperty,
    ExecRemount: commandsProperty,
    ...executingProperties,
  },
  methods: {
    ...accountingMethods,
  },
  signals: {},
} as const satisfies InterfaceSpec
