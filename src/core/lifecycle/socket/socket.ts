/** The socket machine: one event at a time, and the only place where a socket changes its state. state.ts explains the phases. */
import { awaitsPid } from '#core/lifecycle/command-run.ts'
import type { Surroundings } from '#core/lifecycle/effect.ts'
import type { UnitEvent } from '#core/lifecycle/event.ts'
import type { KnownProcess, Machine, Step, Triggered } from '#core/lifecycle/machine.ts'
import { countStart } from '#core/lifecycle/start-limit.ts'
import { socketExecution } from '#core/unit/execution.ts'
import { standIns } from '#core/unit/stand-in.ts'
import type { SocketUnit } from '#core/unit/unit.ts'
import { exited, spawnFailed, timedOut } from './ended.ts'
import { enterListening, opened, start } from './start.ts'
import { initialSocket, type SocketState, traits } from './state.ts'
import { emptied, enterDead, enterSignal, enterStopPre } from './stop.ts'
import { ask, enter, log, put, type SocketTurn } from './turn.ts'

export const socketMachine: Machine<SocketUnit, SocketState> = {
  initial: () => initialSocket,
  activeState: (_, { at }) => traits[at].active,
  subState: ({ at }) => at,
  // Not one that wants a service for each connection.
  canStart: ({ socket, id }) => !socket.Accept || standIns.has(id),
  step: stepSocket,
  words: {
    start: { done: title => `Listening on ${title}.`, failed: title => `Failed to listen on ${title}.` },
    stop: { done: title => `Closed ${title}.` },
  },
  countsStarts: true,
  isBusy: ({ control }) => awaitsPid(control),
  execution: socketExecution,
  outcome: ({ result }) => ({ result, mainExit: null }),
  alarm: ({ deadline }) => deadline,
  processes: ({ control }): readonly KnownProcess[] =>
    control === null || control.pid === null ? [] : [{ pid: control.pid, role: 'control', alien: null }],
  refusal,
  cleaning: ({ at }) => (at === 'cleaning' ? 'unknown' : null),
}

function stepSocket(unit: SocketUnit, state: SocketState, event: UnitEvent, around: Surroundings): Step<SocketState> {
  const turn: SocketTurn = { unit, around, state, effects: [] }
  const next = event.type === 'start' ? start(turn) : workOut(turn, event)
  return { state: next?.state ?? state, effects: next?.effects ?? [], answer: next === null ? 'again' : 'taken' }
}

function workOut(turn: SocketTurn, event: Exclude<UnitEvent, { type: 'start' }>): SocketTurn {
  const { state } = turn
  switch (event.type) {
    case 'start-limit-hit':
      return enterDead(turn, 'start-limit-hit')
    case 'stop':
      return stop(turn)
    case 'spawned':
      return state.control === null ? turn : put(turn, { control: { ...state.control, pid: event.pid } })
    case 'spawn-failed':
      return spawnFailed(turn, event.reason)
    case 'exited':
      return exited(turn, event.exit)
    case 'emptied':
      return emptied(turn)
    case 'alarm':
      return state.deadline !== null && state.deadline <= turn.around.now.monotonic ? timedOut(turn) : turn
    case 'sockets-opened':
      return opened(turn, event.fault)
    case 'traffic':
      return traffic(turn)
    case 'triggered-changed':
      return serviceChanged(turn, event)
    case 'clean':
      return state.at === 'dead' ? ask(enter(turn, 'cleaning'), { do: 'clean', paths: event.paths }) : turn
    case 'cleaned':
      return state.at === 'cleaning' ? enterDead(turn, event.ok ? 'success' : 'exit-code') : turn
    case 'reset-failed':
      return state.at === 'failed' ? enter(put(turn, { ...initialSocket, at: 'failed' }), 'dead') : turn
    // News for units of other types.
    case 'reload':
    case 'handed-over':
    case 'pid-file':
    case 'main-guessed':
    case 'bus-name':
    case 'notified':
    case 'appeared':
      return turn
  }
}

/** A socket listens for its service, which must be there and must not be running without it. */
function refusal(triggered: readonly Triggered[]): string | null {
  for (const { id, isLoaded, readiness } of triggered) {
    if (!isLoaded) {
      return `Socket service ${id} not loaded, refusing.`
    }
    if (readiness !== 'out') {
      return `Socket service ${id} already active, refusing.`
    }
  }
  return null
}

function stop(turn: SocketTurn): SocketTurn {
  switch (turn.state.at) {
    case 'start-pre':
    case 'start-open':
    case 'start-post':
      // What is half up is not asked to stop, it is ended.
      return enterSignal(turn, 'stop-pre-sigterm', 'success')
    case 'listening':
    case 'running':
      return enterStopPre(turn, 'success')
    case 'dead':
    case 'failed':
    case 'stop-pre':
    case 'stop-pre-sigterm':
    case 'stop-pre-sigkill':
    case 'stop-post':
    case 'final-sigterm':
    case 'final-sigkill':
    case 'cleaning':
      return turn
  }
}

function traffic(turn: SocketTurn): SocketTurn {
  const { state, unit, around } = turn
  if (state.at !== 'listening') {
    return turn
  }
  const limit = { intervalUs: unit.socket.TriggerLimitIntervalSec, burst: unit.socket.TriggerLimitBurst }
  const { count, allowed } = countStart(state.triggers, limit, around.now.monotonic)
  return allowed
    ? ask(enter(put(turn, { triggers: count }), 'running'), { do: 'trigger' })
    : enterStopPre(log(turn, 'warning', 'Trigger limit hit, refusing further activation.'), 'trigger-limit-hit')
}

type ServiceNews = Extract<UnitEvent, { type: 'triggered-changed' }>

function serviceChanged(turn: SocketTurn, { is, gaveUp, hasJob }: ServiceNews): SocketTurn {
  const { at } = turn.state
  if (at !== 'listening' && at !== 'running') {
    return turn
  }
  if (gaveUp) {
    return enterStopPre(turn, 'service-start-limit-hit')
  }
  if (hasJob) {
    // Whatever it is now, it will be something else in a moment.
    return turn
  }
  if (at === 'running' && is === 'out') {
    return enterListening(turn.unit.socket.FlushPending ? ask(turn, { do: 'flush-sockets' }) : turn)
  }
  return at === 'listening' && is === 'running' ? enter(turn, 'running') : turn
}
