/**
 * Where a socket unit is (systemd.socket(5)): it listens, and when somebody comes its service is started and takes over.
 *
 *     dead -> start-pre -> start-open -> start-post -> listening <-> running
 *     running -> stop-pre -> stop-pre-sigterm -> stop-pre-sigkill -> stop-post -> final-sigterm -> final-sigkill -> dead or failed
 *
 * skipping what the unit has no command for. While the service runs (`running`) it looks after the sockets itself; when it ends
 * we look again. Accept=yes is not here yet.
 */
import type { CommandRun } from '#core/lifecycle/command-run.ts'
import type { EndResult } from '#core/lifecycle/exit.ts'
import { noStarts, type StartCount } from '#core/lifecycle/start-limit.ts'
import type { ActiveState } from '#core/unit/active-state.ts'

export type SocketCommandPhase = 'start-pre' | 'start-post' | 'stop-pre' | 'stop-post'
export type SocketKillPhase = 'stop-pre-sigterm' | 'stop-pre-sigkill' | 'final-sigterm' | 'final-sigkill'
export type SocketPhase =
  | SocketCommandPhase
  | SocketKillPhase
  | 'dead'
  | 'start-open'
  | 'listening'
  | 'running'
  | 'failed'
  | 'cleaning'

export type SocketResult =
  | EndResult
  | 'resources'
  | 'timeout'
  | 'start-limit-hit'
  | 'trigger-limit-hit'
  | 'service-start-limit-hit'

export interface SocketState {
  readonly type: 'socket'
  readonly at: SocketPhase
  readonly result: SocketResult
  /** The command that runs. */
  readonly control: CommandRun | null
  /** The monotonic µs at which the phase has lasted too long; null for no limit. */
  readonly deadline: number | null
  /** How often somebody came lately (TriggerLimitBurst=). */
  readonly triggers: StartCount
}

export const initialSocket: SocketState = {
  type: 'socket',
  at: 'dead',
  result: 'success',
  control: null,
  deadline: null,
  triggers: noStarts,
}

interface Traits {
  readonly active: ActiveState
  /** Whether the sockets are open, or being opened. */
  readonly isOpen: boolean
}

export const traits: Readonly<Record<SocketPhase, Traits>> = {
  dead: { active: 'inactive', isOpen: false },
  'start-pre': { active: 'activating', isOpen: false },
  'start-open': { active: 'activating', isOpen: true },
  'start-post': { active: 'activating', isOpen: true },
  listening: { active: 'active', isOpen: true },
  running: { active: 'active', isOpen: true },
  'stop-pre': { active: 'deactivating', isOpen: true },
  'stop-pre-sigterm': { active: 'deactivating', isOpen: true },
  'stop-pre-sigkill': { active: 'deactivating', isOpen: true },
  'stop-post': { active: 'deactivating', isOpen: false },
  'final-sigterm': { active: 'deactivating', isOpen: false },
  'final-sigkill': { active: 'deactivating', isOpen: false },
  failed: { active: 'failed', isOpen: false },
  cleaning: { active: 'maintenance', isOpen: false },
}
