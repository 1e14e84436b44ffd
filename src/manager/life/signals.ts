/** What signals to the manager mean (systemd(1), "Signals"), for a manager that is a container's PID 1. */
import { realtimeMin } from '#core/base/linux/signal.ts'
import type { EndKind } from '#manager/steward.ts'

export type SignalMeaning =
  | { readonly do: 'end'; readonly kind: EndKind; readonly force: boolean }
  | { readonly do: 'start'; readonly unit: string; readonly isolate: boolean }
  | { readonly do: 'reload' }
  | { readonly do: 'dump' }
  | { readonly do: 'log-level'; readonly level: 'debug' | 'info' }
  | { readonly do: 'show-status'; readonly on: boolean }
  | { readonly do: 'reexecute' }
  | { readonly do: 'nothing' }

const end = (kind: EndKind, force = false): SignalMeaning => ({ do: 'end', kind, force })
const start = (unit: string, isolate: boolean): SignalMeaning => ({ do: 'start', unit, isolate })
const nothing: SignalMeaning = { do: 'nothing' }

/**
 * SIGTERM makes systemd execute itself anew; from `docker stop` it means the end. All others are as systemd has them, where a
 * container has a use for them.
 */
const plain: ReadonlyMap<number, SignalMeaning> = new Map([
  [1, { do: 'reload' }],
  [2, end('exit')],
  [10, nothing],
  [12, { do: 'dump' }],
  [15, end('exit')],
  [28, nothing],
  [30, start('sigpwr.target', false)],
])

/** SIGRTMIN+n. */
const realtime: ReadonlyMap<number, SignalMeaning> = new Map([
  [0, start('default.target', true)],
  [1, start('rescue.target', true)],
  [2, start('emergency.target', true)],
  [3, end('halt')],
  [4, end('poweroff')],
  [5, end('reboot')],
  [6, end('kexec')],
  [7, end('soft-reboot')],
  [13, end('halt', true)],
  [14, end('poweroff', true)],
  [15, end('reboot', true)],
  [16, end('kexec', true)],
  [17, end('soft-reboot', true)],
  [20, { do: 'show-status', on: true }],
  [21, { do: 'show-status', on: false }],
  [22, { do: 'log-level', level: 'debug' }],
  [23, { do: 'log-level', level: 'info' }],
  // 24 is for users' managers; 26 to 29 choose between logs, of which we have one.
  [25, { do: 'reexecute' }],
])

export function meaningOf(signal: number): SignalMeaning {
  return plain.get(signal) ?? realtime.get(signal - realtimeMin) ?? nothing
}
