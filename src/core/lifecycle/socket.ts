/**
 * The life of a socket unit (systemd.socket(5)): it listens, and when somebody comes its service is started and takes over.
 *
 *     dead ─start─► start-open ─opened─► listening ⇄ running ─stop─► dead
 *                        └─────────────► failed ◄──────┘
 *
 * While the service runs (`running`) it looks after the sockets itself; when it ends we look again. Commands of sockets
 * (ExecStartPre= and its siblings) and Accept=yes are not here yet.
 */

import type { ActiveState } from '#core/unit/active-state.ts'
import { socketExecution } from '#core/unit/execution.ts'
import { standIns } from '#core/unit/stand-in.ts'
import type { SocketUnit } from '#core/unit/unit.ts'
import type { UnitEffect } from './effect.ts'
import type { UnitEvent } from './event.ts'
import type { Instant } from './instant.ts'
import { type Machine, type Step, still, type Triggered } from './machine.ts'
import { countStart, noStarts, type StartCount } from './start-limit.ts'

export type SocketPhase = 'dead' | 'start-open' | 'listening' | 'running' | 'failed' | 'cleaning'
export type SocketResult =
  | 'success'
  | 'resources'
  | 'start-limit-hit'
  | 'trigger-limit-hit'
  | 'service-start-limit-hit'
  | 'exit-code'

export interface SocketState {
  readonly type: 'socket'
  readonly at: SocketPhase
  readonly result: SocketResult
  /** How often somebody came lately (TriggerLimitBurst=). */
  readonly triggers: StartCount
}

type SocketStep = Step<SocketState>

const initialSocket: SocketState = { type: 'socket', at: 'dead', result: 'success', triggers: noStarts }

const activeStates: Readonly<Record<SocketPhase, ActiveState>> = {
  dead: 'inactive',
  'start-open': 'activating',
  listening: 'active',
  running: 'active',
  failed: 'failed',
  cleaning: 'maintenance',
}

function socketActiveState({ at }: SocketState): ActiveState {
  return activeStates[at]
}

/** Whether berth can bring up such a socket: not one that wants a service for each connection. */
function isSocketStartable({ socket, id }: SocketUnit): boolean {
  return !socket.Accept || standIns.has(id)
}

/** One step of the socket machine: pure, total, and the only place a socket changes state. */
function stepSocket(unit: SocketUnit, state: SocketState, event: UnitEvent, now: Instant): SocketStep {
  switch (event.type) {
    case 'start':
      return start(unit, state)
    case 'start-limit-hit':
      return failed(state, 'start-limit-hit', null)
    case 'stop':
      return isUp(state) ? enter({ ...state, at: 'dead' }, state, close) : still(state)
    case 'sockets-opened':
      return opened(state, event.fault)
    case 'traffic':
      return traffic(unit, state, now)
    case 'triggered-changed':
      return serviceChanged(unit, state, event)
    case 'clean':
      return state.at === 'dead' ? clean(state, event.paths) : still(state)
    case 'cleaned':
      return state.at === 'cleaning' ? cleaned(state, event.ok) : still(state)
    case 'reset-failed':
      return state.at === 'failed' ? enter({ ...initialSocket }, state) : still(state)
    // News for units of other types.
    case 'reload':
    case 'spawned':
    case 'spawn-failed':
    case 'handed-over':
    case 'exited':
    case 'emptied':
    case 'alarm':
    case 'pid-file':
    case 'main-guessed':
    case 'bus-name':
    case 'notified':
    case 'appeared':
      return still(state)
  }
}

export const socketMachine: Machine<SocketUnit, SocketState> = {
  initial: () => initialSocket,
  activeState: (_, state) => socketActiveState(state),
  subState: ({ at }) => at,
  canStart: isSocketStartable,
  step: (unit, state, event, { now }) => stepSocket(unit, state, event, now),
  words: {
    start: { done: title => `Listening on ${title}.`, failed: title => `Failed to listen on ${title}.` },
    stop: { done: title => `Closed ${title}.` },
  },
  countsStarts: true,
  execution: socketExecution,
  refusal,
  cleaning: ({ at }) => (at === 'cleaning' ? 'unknown' : null),
}

/** A socket listens for its service, which must be there and must not be running without it. */
function refusal(triggered: readonly Triggered[]): string | null {
  for (const { id, isLoaded, readiness } of triggered) {
    if (!isLoaded) return `Socket service ${id} not loaded, refusing.`
    if (readiness !== 'out') return `Socket service ${id} already active, refusing.`
  }
  return null
}

const watch: UnitEffect = { do: 'watch-sockets', on: true }
const unwatch: UnitEffect = { do: 'watch-sockets', on: false }
const flush: UnitEffect = { do: 'flush-sockets' }
const anew: UnitEffect = { do: 'new-invocation' }
const close: UnitEffect = { do: 'close-sockets' }

function isUp({ at }: SocketState): boolean {
  return at === 'start-open' || at === 'listening' || at === 'running'
}

function start(unit: SocketUnit, state: SocketState): SocketStep {
  if (isUp(state)) {
    return still(state)
  }
  if (standIns.has(unit.id)) {
    return enter({ ...initialSocket, at: 'listening' }, state, anew)
  }
  return enter({ ...initialSocket, at: 'start-open' }, state, anew, { do: 'open-sockets' })
}

function opened(state: SocketState, fault: string | null): SocketStep {
  if (state.at !== 'start-open') {
    return still(state)
  }
  return fault === null ? enter({ ...state, at: 'listening' }, state, watch) : failed(state, 'resources', fault)
}

function traffic(unit: SocketUnit, state: SocketState, now: Instant): SocketStep {
  if (state.at !== 'listening') {
    return still(state)
  }
  const limit = { intervalUs: unit.socket.TriggerLimitIntervalSec, burst: unit.socket.TriggerLimitBurst }
  const { count, allowed } = countStart(state.triggers, limit, now.monotonic)
  return allowed
    ? enter({ ...state, at: 'running', triggers: count }, state, unwatch, { do: 'trigger' })
    : failed(state, 'trigger-limit-hit', 'Trigger limit hit, refusing further activation.')
}

type ServiceNews = Extract<UnitEvent, { type: 'triggered-changed' }>

function serviceChanged({ socket }: SocketUnit, state: SocketState, { is, gaveUp, hasJob }: ServiceNews): SocketStep {
  if (state.at !== 'listening' && state.at !== 'running') {
    return still(state)
  }
  if (gaveUp) {
    return failed(state, 'service-start-limit-hit', null)
  }
  if (hasJob) {
    // Whatever it is now, it will be something else in a moment.
    return still(state)
  }
  if (state.at === 'running' && is === 'out') {
    return enter({ ...state, at: 'listening' }, state, ...(socket.FlushPending ? [flush] : []), watch)
  }
  if (state.at === 'listening' && is === 'running') {
    return enter({ ...state, at: 'running' }, state, unwatch)
  }
  return still(state)
}

function clean(state: SocketState, paths: readonly string[]): SocketStep {
  return enter({ ...state, at: 'cleaning' }, state, { do: 'clean', paths })
}

function cleaned(state: SocketState, ok: boolean): SocketStep {
  return ok
    ? enter({ ...state, at: 'dead' }, state, { do: 'log', level: 'info', text: 'Deactivated successfully.' })
    : failed(state, 'exit-code', "Failed with result 'exit-code'.")
}

function failed(state: SocketState, result: SocketResult, why: string | null): SocketStep {
  const texts = [...(why === null ? [] : [why]), `Failed with result '${result}'.`]
  const lines = texts.map((text): UnitEffect => ({ do: 'log', level: 'warning', text }))
  return enter({ ...state, at: 'failed', result }, state, close, ...lines)
}

function enter(next: SocketState, before: SocketState, ...effects: readonly UnitEffect[]): SocketStep {
  const change = { from: socketActiveState(before), to: socketActiveState(next), outcome: { reloaded: true } }
  return { state: next, effects: [...effects, { do: 'changed', ...change }] }
}
