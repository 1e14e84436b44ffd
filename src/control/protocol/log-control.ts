/** Log level and target of a running daemon (org.freedesktop.LogControl1(5)). */
import type { InterfaceSpec } from './interface-spec.ts'

/** `org.freedesktop.LogControl1`. */
export const logControlInterface = {
  name: 'org.freedesktop.LogControl1',
  properties: {
    LogLevel: { type: 's', emits: 'false', writable: true },
    LogTarget: { type: 's', emits: 'false', writable: true },
    SyslogIdentifier: { type: 's', emits: 'false' },
  },
  methods: {},
  signals: {},
} as const satisfies InterfaceSpec
