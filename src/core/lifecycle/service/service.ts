/**
 * The service machine: one event at a time, and the only place where a service changes its state.
 *
 * state.ts explains the phases. Here each event is named with the function that works it out.
 */
import type { Surroundings } from '#core/lifecycle/effect.ts'
import type { UnitEvent } from '#core/lifecycle/event.ts'
import type { Step } from '#core/lifecycle/machine.ts'
import type { ServiceUnit } from '#core/unit/unit.ts'
import { emptied, exited } from './exit.ts'
import { notified } from './notify.ts'
import { mainGuessed, pidFileRead } from './pid-file.ts'
import { enterReload } from './reload.ts'
import { enterRunning, enterStartPost, mainSpawned, spawnFailed, start } from './start.ts'
import { controlOf, initialService, mainPid, noRun, type ServiceState } from './state.ts'
import { logEnd, restingPhase, stop } from './stop.ts'
import { timedOut, watchdogTimedOut } from './timeout.ts'
import { ask, blame, enter, put, type Turn } from './turn.ts'

/** One step of the service machine: pure and total. */
export function stepService(
  unit: ServiceUnit,
  state: ServiceState,
  event: UnitEvent,
  around: Surroundings,
): Step<ServiceState> {
  const turn: Turn = { unit, around, state, effects: [] }
  if (event.type === 'start') {
    const { turn: next, answer } = start(turn)
    return { state: next.state, effects: next.effects, answer: answer === 'started' ? 'taken' : 'again' }
  }
  const next = workOut(turn, event)
  return { state: next.state, effects: next.effects, answer: 'taken' }
}

function workOut(turn: Turn, event: Exclude<UnitEvent, { type: 'start' }>): Turn {
  switch (event.type) {
    case 'stop':
      return stop(turn)
    case 'reload':
      return enterReload(turn)
    case 'reset-failed':
      return resetFailed(turn)
    case 'start-limit-hit':
      return startLimitHit(turn)
    case 'clean':
      return clean(turn, event.paths)
    case 'cleaned':
      return cleaned(turn, event.ok)
    case 'spawned':
      return event.role === 'main' ? mainSpawned(turn, event.pid) : controlSpawned(turn, event.pid)
    case 'spawn-failed':
      return spawnFailed(turn, event.role, event.reason)
    case 'handed-over':
      return handedOver(turn, event.pid)
    case 'exited':
      return exited(turn, event.exit, event.successor ?? null)
    case 'emptied':
      return emptied(turn)
    case 'alarm':
      return deadlinePassed(turn)
    case 'pid-file':
      return pidFileRead(turn, event.outcome)
    case 'main-guessed':
      return mainGuessed(turn, event.pid)
    case 'bus-name':
      return busNameChanged(turn, event.owned)
    case 'notified':
      return notified(turn, event.message)
    // News for units of other types.
    case 'appeared':
    case 'sockets-opened':
    case 'traffic':
    case 'triggered-changed':
      return turn
  }
}

function deadlinePassed(turn: Turn): Turn {
  const { watchdog } = turn.state
  const isWatchdog = watchdog !== null && watchdog.deadline <= turn.around.now.monotonic
  const isPhase = turn.state.deadline !== null && turn.state.deadline <= turn.around.now.monotonic
  if (isPhase) {
    return timedOut(turn)
  }
  return isWatchdog ? watchdogTimedOut(turn) : turn
}

function controlSpawned(turn: Turn, pid: number): Turn {
  const control = controlOf(turn.state.phase)
  if (control === null) {
    return turn
  }
  const runs = {
    ...turn.state.runs,
    [`${control.key}.${control.index}`]: { ...noRun, pid, started: turn.around.now },
  }
  return put(turn, { runs, phase: { ...turn.state.phase, control: { ...control, pid } } as typeof turn.state.phase })
}

/** Type=exec is up once the program itself runs, not only its fork. */
function handedOver(turn: Turn, pid: number): Turn {
  const { state, unit, around } = turn
  if (mainPid(state.main) !== pid) {
    return turn
  }
  const mainRun = { ...state.mainRun, handedOver: around.now }
  const known = put(turn, { mainRun })
  return state.phase.at === 'start' && unit.service.Type === 'exec' ? enterStartPost(known) : known
}

function resetFailed(turn: Turn): Turn {
  const { result, reloadResult } = initialService
  const fresh = put(turn, { result, reloadResult, restarts: 0, restartsSettled: false })
  return turn.state.phase.at === 'failed' ? enter(fresh, { at: 'dead' }) : fresh
}

/** Removes what the service keeps, which only one at rest can spare (systemctl(1), clean). */
function clean(turn: Turn, paths: readonly string[]): Turn {
  if (turn.state.phase.at !== 'dead') {
    return turn
  }
  const fresh = put(turn, { result: 'success', cleanResult: 'success' })
  return ask(enter(fresh, { at: 'cleaning', paths }), { do: 'clean', paths })
}

function cleaned(turn: Turn, ok: boolean): Turn {
  if (turn.state.phase.at !== 'cleaning') {
    return turn
  }
  const judged = ok ? turn : put(blame(turn, 'exit-code'), { cleanResult: 'exit-code' })
  return enter(logEnd(judged), restingPhase(judged))
}

/** Too many starts in too short a time (systemd.unit(5), StartLimitIntervalSec=). */
function startLimitHit(turn: Turn): Turn {
  // What went wrong before is the better reason.
  const result = turn.state.result === 'success' ? 'start-limit-hit' : turn.state.result
  const judged = put(turn, { result, restartsSettled: true })
  return enter(logEnd(judged), restingPhase(judged))
}

/** Type=dbus is up while its name is owned; where no bus runs the manager says "owned" as soon as the program runs. */
function busNameChanged(turn: Turn, owned: boolean): Turn {
  const known = put(turn, { busNameOwned: owned })
  if (turn.unit.service.Type !== 'dbus') {
    return known
  }
  switch (turn.state.phase.at) {
    case 'start':
      return owned ? enterStartPost(known) : known
    case 'running':
      return enterRunning(known, 'success')
    case 'dead':
    case 'condition':
    case 'start-pre':
    case 'start-post':
    case 'exited':
    case 'reload':
    case 'reload-signal':
    case 'reload-notify':
    case 'stop':
    case 'stop-watchdog':
    case 'stop-sigterm':
    case 'stop-sigkill':
    case 'stop-post':
    case 'final-watchdog':
    case 'final-sigterm':
    case 'final-sigkill':
    case 'failed':
    case 'dead-before-auto-restart':
    case 'failed-before-auto-restart':
    case 'auto-restart':
    case 'auto-restart-queued':
    case 'cleaning':
      return known
  }
}
