/** What is true of a service in each of its phases, in one table: a new phase has to say all of it. */
import type { Readiness } from '#core/lifecycle/event.ts'
import type { ActiveState } from '#core/unit/active-state.ts'
import type { ServiceUnit } from '#core/unit/unit.ts'
import type { SubState } from './state.ts'

interface Traits {
  readonly active: ActiveState
  /** What it lets those know that trigger it. */
  readonly readiness: Readiness
  /** `forgotten`: at rest there is no main process to know of. `open`: MAINPID= may still name another one. */
  readonly main: 'forgotten' | 'kept' | 'open'
  /** Whether a PID file that is read then is believed. */
  readonly readsPidFile: boolean
  /** WATCHDOG=1 is waited for only from a service that is up. */
  readonly hasWatchdog: boolean
}

const off = { main: 'kept', readsPidFile: false, hasWatchdog: false } as const
const out = { ...off, main: 'forgotten', readiness: 'out' } as const
const comingUp = { ...off, active: 'activating', readiness: 'between' } as const
const reloading = {
  active: 'reloading',
  readiness: 'between',
  main: 'open',
  readsPidFile: true,
  hasWatchdog: true,
} as const
const goingDown = { ...off, active: 'deactivating', readiness: 'between' } as const

const traits: Readonly<Record<SubState, Traits>> = {
  dead: { ...out, active: 'inactive' },
  condition: comingUp,
  'start-pre': comingUp,
  start: { ...comingUp, main: 'open', readsPidFile: true },
  'start-post': { ...comingUp, main: 'open', readsPidFile: true, hasWatchdog: true },
  running: { active: 'active', readiness: 'running', main: 'open', readsPidFile: true, hasWatchdog: true },
  exited: { ...off, active: 'active', readiness: 'between' },
  reload: reloading,
  'reload-signal': reloading,
  'reload-notify': reloading,
  stop: { ...goingDown, main: 'open' },
  'stop-watchdog': goingDown,
  'stop-sigterm': { ...goingDown, main: 'open' },
  'stop-sigkill': goingDown,
  'stop-post': goingDown,
  'final-watchdog': goingDown,
  'final-sigterm': goingDown,
  'final-sigkill': goingDown,
  failed: { ...out, active: 'failed' },
  'dead-before-auto-restart': { ...out, active: 'inactive' },
  'failed-before-auto-restart': { ...out, active: 'failed' },
  // A service that waits for its automatic restart is out: whoever comes to its sockets meanwhile is heard.
  'auto-restart': { ...out, active: 'activating' },
  'auto-restart-queued': { ...out, active: 'activating', readiness: 'between' },
  cleaning: { ...off, active: 'maintenance', readiness: 'between' },
}

export function traitsOf({ at }: { readonly at: SubState }): Traits {
  return traits[at]
}

/** The states in which an idle service counts as up already, so that its start does not delay the boot. */
const idleStates: ReadonlySet<SubState> = new Set(['condition', 'start-pre', 'start', 'start-post'])

/** ActiveState= of a service in a SubState=. */
export function activeStateOf(unit: ServiceUnit, at: SubState): ActiveState {
  return unit.service.Type === 'idle' && idleStates.has(at) ? 'active' : traits[at].active
}
