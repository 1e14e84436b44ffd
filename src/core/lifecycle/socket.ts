/**
 * The life of a socket unit (systemd.socket(5)): it listens, and when somebody comes its service is started and takes over.
 *
 *     dead ─start─► start-open ─opened─► listening ⇄ running ─stop─► dead
 *                        └─────────────► failed ◄──────┘
 *
 * While the service runs (`running`) it looks after the sockets itself; when it ends we look again. Commands of sockets
 * (ExecStartPre= and its siblings) and Accept=yes are not here yet.
 */

import type { SubState } from '#core/lifecycle/service/state.ts'
import type { ActiveState } from '#core/unit/active-state.ts'
import { standIns } from '#core/unit/stand-in.ts'
import type { SocketUnit } from '#core/unit/unit.ts'
import type { UnitEffect } from './effect.ts'
import type { Instant } from './instant.ts'
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

/** What a socket asks of its service's state: whether it looks after the sockets, is out, or is on its way from one to the other. */
export type ServiceSide = 'running' | 'out' | 'between'

export type SocketEvent =
  | { readonly type: 'start' }
  | { readonly type: 'start-limit-hit' }
  | { readonly type: 'stop' }
  /** The answer to `open-sockets`; `fault` says what could not be opened and why. */
  | { readonly type: 'opened'; readonly fault: string | null }
  /** Somebody came: a connection or a message waits. */
  | { readonly type: 'traffic' }
  /** The service this socket is for changed its state, or a job of it ended. */
  | { readonly type: 'service'; readonly is: ServiceSide; readonly gaveUp: boolean; readonly hasJob: boolean }
  | { readonly type: 'reset-failed' }
  /** Remove what the socket keeps (systemctl(1), clean). */
  | { readonly type: 'clean'; readonly paths: readonly string[] }
  | { readonly type: 'cleaned'; readonly ok: boolean }

export interface SocketStep {
  readonly state: SocketState
  readonly effects: readonly UnitEffect[]
}

export const initialSocket: SocketState = { type: 'socket', at: 'dead', result: 'success', triggers: noStarts }

const activeStates: Readonly<Record<SocketPhase, ActiveState>> = {
  dead: 'inactive',
  'start-open': 'activating',
  listening: 'active',
  running: 'active',
  failed: 'failed',
  cleaning: 'maintenance',
}

export function socketActiveState({ at }: SocketState): ActiveState {
  return activeStates[at]
}

/** Whether berth can bring up such a socket: not one that wants a service for each connection. */
export function isSocketStartable({ socket, id }: SocketUnit): boolean {
  return !socket.Accept || standIns.has(id)
}

/** One step of the socket machine: pure, total, and the only place a socket changes state. */
export function stepSocket(unit: SocketUnit, state: SocketState, event: SocketEvent, now: Instant): SocketStep {
  switch (event.type) {
    case 'start':
      return start(unit, state)
    case 'start-limit-hit':
      return failed(state, 'start-limit-hit', null)
    case 'stop':
      return isUp(state) ? enter({ ...state, at: 'dead' }, state, close) : still(state)
    case 'opened':
      return opened(state, event.fault)
    case 'traffic':
      return traffic(unit, state, now)
    case 'service':
      return serviceChanged(unit, state, event)
    case 'clean':
      return state.at === 'dead' ? clean(state, event.paths) : still(state)
    case 'cleaned':
      return state.at === 'cleaning' ? cleaned(state, event.ok) : still(state)
    case 'reset-failed':
      return state.at === 'failed' ? enter({ ...initialSocket }, state) : still(state)
  }
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

type ServiceNews = Extract<SocketEvent, { type: 'service' }>

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

function still(state: SocketState): SocketStep {
  return { state, effects: [] }
}

function enter(next: SocketState, before: SocketState, ...effects: readonly UnitEffect[]): SocketStep {
  const change = { from: socketActiveState(before), to: socketActiveState(next), outcome: { reloaded: true } }
  return { state: next, effects: [...effects, { do: 'changed', ...change }] }
}

/** A service that waits for its automatic restart is out: whoever comes meanwhile is heard. */
export function serviceSide(at: SubState): ServiceSide {
  switch (at) {
    case 'running':
      return 'running'
    case 'dead':
    case 'failed':
    case 'dead-before-auto-restart':
    case 'failed-before-auto-restart':
    case 'auto-restart':
      return 'out'
    default:
      return 'between'
  }
}
