/** The way down: stop -> stop-sigterm -> stop-sigkill -> stop-post -> final-sigterm -> final-sigkill -> dead or failed. */

import { killTargets } from '#core/lifecycle/command-run.ts'
import { runCommands } from './commands.ts'
import { restartDelay, shallRestart } from './restart.ts'
import { controlOf, type KillPhase, mainPid, type Phase, type ServiceResult } from './state.ts'
import { ask, blame, enter, log, put, type Turn } from './turn.ts'

/** A request to stop (systemctl(1), stop). */
export function stop(turn: Turn): Turn {
  const asked = put(turn, { stopRequested: true })
  switch (asked.state.phase.at) {
    case 'condition':
    case 'start-pre':
    case 'start':
    case 'start-post':
    case 'reload':
    case 'reload-signal':
    case 'reload-notify':
      // What is half up is not asked to stop, it is ended.
      return enterSignal(asked, 'stop-sigterm', 'success')
    case 'running':
    case 'exited':
      return enterStop(asked, 'success')
    case 'auto-restart':
    case 'auto-restart-queued':
      // Nobody waits for the restart any more: it is down, and that it had failed was told before.
      return enter(settle(asked), { at: 'dead' })
    case 'stop':
    case 'stop-watchdog':
    case 'stop-sigterm':
    case 'stop-sigkill':
    case 'stop-post':
    case 'final-watchdog':
    case 'final-sigterm':
    case 'final-sigkill':
    case 'dead':
    case 'failed':
    case 'dead-before-auto-restart':
    case 'failed-before-auto-restart':
      return asked
    case 'cleaning':
      // It rests as soon as all is removed.
      return turn
  }
}

/** The restart counter is kept for whoever wants to read it, and starts anew with the next start. */
function settle(turn: Turn): Turn {
  return put(turn, { restartsSettled: true, stopRequested: false })
}

export function restingPhase(turn: Turn): Phase {
  const { result } = turn.state
  return result === 'success' || result === 'exec-condition' ? { at: 'dead' } : { at: 'failed' }
}

export function enterStop(turn: Turn, result: ServiceResult): Turn {
  const judged = blame(turn, result)
  const { TimeoutStopSec } = turn.unit.service
  return runCommands(judged, 'stop', 'ExecStop', TimeoutStopSec) ?? enterSignal(judged, 'stop-sigterm', 'success')
}

/** The service says itself that it stops: nobody needs to signal it. */
export function enterStopByNotify(turn: Turn): Turn {
  return enter(turn, { at: 'stop-sigterm', control: null }, turn.unit.service.TimeoutStopSec)
}

/** Signals what is left of the service and waits for it, or goes on at once where nothing is left (systemd.kill(5)). */
export function enterSignal(turn: Turn, at: KillPhase, result: ServiceResult): Turn {
  const judged = blame(turn, result)
  const { state, around } = judged
  const isLast = at === 'stop-sigkill' || at === 'final-sigkill'
  const known = [mainPid(state.main), controlOf(state.phase)?.pid ?? null]
  const { targets, all, waits } = killTargets(turn.unit.kill, known, { populated: around.populated, isLast })
  if (!waits) {
    return afterSignal(judged, at)
  }
  const { kill, service } = turn.unit
  const control = controlOf(turn.state.phase)
  const limit = at === 'stop-watchdog' || at === 'final-watchdog' ? service.TimeoutAbortSec : service.TimeoutStopSec
  const isTerm = at === 'stop-sigterm' || at === 'final-sigterm'
  const signalled = ask(judged, {
    do: 'kill',
    signal: signalOf(judged, at),
    pids: targets,
    all,
    hangUp: isTerm && kill.SendSIGHUP,
    tell: at === 'stop-sigkill' || at === 'final-sigkill' || at === 'stop-watchdog' || at === 'final-watchdog',
  })
  return enter(signalled, { at, control }, limit)
}

function signalOf(turn: Turn, at: KillPhase): number {
  const { kill } = turn.unit
  switch (at) {
    case 'stop-watchdog':
    case 'final-watchdog':
      return kill.WatchdogSignal
    case 'stop-sigterm':
    case 'final-sigterm':
      return turn.around.job === 'restart' ? (kill.RestartKillSignal ?? kill.KillSignal) : kill.KillSignal
    case 'stop-sigkill':
    case 'final-sigkill':
      return kill.FinalKillSignal
  }
}

/** Where to go from a phase of signalling when nobody is left to wait for. */
function afterSignal(turn: Turn, at: KillPhase): Turn {
  const insists = turn.unit.kill.SendSIGKILL
  switch (at) {
    case 'stop-watchdog':
    case 'stop-sigterm':
      return insists ? enterSignal(turn, 'stop-sigkill', 'success') : enterStopPost(turn, 'success')
    case 'stop-sigkill':
      return enterStopPost(turn, 'success')
    case 'final-watchdog':
    case 'final-sigterm':
      return insists ? enterSignal(turn, 'final-sigkill', 'success') : enterDead(turn, 'success', true)
    case 'final-sigkill':
      return enterDead(turn, 'success', true)
  }
}

export function enterStopPost(turn: Turn, result: ServiceResult): Turn {
  const judged = blame(turn, result)
  const { TimeoutStopSec } = turn.unit.service
  return (
    runCommands(judged, 'stop-post', 'ExecStopPost', TimeoutStopSec) ?? enterSignal(judged, 'final-sigterm', 'success')
  )
}

/** The end: at rest, or on the way to an automatic restart. */
export function enterDead(turn: Turn, result: ServiceResult, mayRestart: boolean): Turn {
  const judged = logEnd(blame(turn, result))
  const restarts = mayRestart && judged.around.job !== 'stop' && shallRestart(judged.unit, judged.state)
  const ended = restarts ? enterAutoRestart(judged) : enter(settle(judged), restingPhase(judged))
  const cleaned = ask(put(ended, { stopRequested: false }), { do: 'release-directories', restarting: restarts })
  return turn.unit.service.PIDFile === '' ? cleaned : ask(cleaned, { do: 'remove-pid-file' })
}

export function logEnd(turn: Turn): Turn {
  switch (turn.state.result) {
    case 'success':
      return log(turn, 'info', 'Deactivated successfully.')
    case 'exec-condition':
      return log(turn, 'info', `Skipped due to '${turn.state.result}'.`)
    case 'resources':
    case 'protocol':
    case 'timeout':
    case 'exit-code':
    case 'signal':
    case 'core-dump':
    case 'watchdog':
    case 'start-limit-hit':
    case 'oom-kill':
      return log(turn, 'warning', `Failed with result '${turn.state.result}'.`)
  }
}

/**
 * Two changes, so that watchers see the failure before they see the new start: first the state it would rest in, then
 * auto-restart, which counts as activating. RestartMode=direct leaves the first one out.
 */
function enterAutoRestart(turn: Turn): Turn {
  const failed = restingPhase(turn).at === 'failed'
  const seen: Phase = failed ? { at: 'failed-before-auto-restart' } : { at: 'dead-before-auto-restart' }
  const shown = turn.unit.service.RestartMode === 'direct' ? turn : enter(turn, seen)
  return enter(shown, { at: 'auto-restart' }, restartDelay(turn.unit, turn.state.restarts))
}

/** The restart delay is over: asks for the job, unless the unit is being stopped anyway. */
export function enterRestart(turn: Turn): Turn {
  if (turn.around.job === 'stop') {
    return log(turn, 'info', 'Stop job pending for unit, skipping automatic restart.')
  }
  const restarts = turn.state.restarts + 1
  const counted = put(turn, { restarts, restartsSettled: false })
  const queued = ask(counted, { do: 'restart' })
  return log(
    enter(queued, { at: 'auto-restart-queued' }),
    'info',
    `Scheduled restart job, restart counter is at ${restarts}.`,
  )
}
