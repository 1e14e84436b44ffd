/** The settings of systemd.kill(5) as properties, shared by Service, Socket, Mount, Swap and Scope. */
import type { PropertiesSpec } from '#control/protocol/interface-spec.ts'

/** How processes are ended. */
export const killContextProperties = {
  KillMode: { type: 's', emits: 'const' },
  KillSignal: { type: 'i', emits: 'const' },
  RestartKillSignal: { type: 'i', emits: 'const' },
  FinalKillSignal: { type: 'i', emits: 'const' },
  SendSIGKILL: { type: 'b', emits: 'const' },
  SendSIGHUP: { type: 'b', emits: 'const' },
  WatchdogSignal: { type: 'i', emits: 'const' },
} as const satisfies PropertiesSpec
