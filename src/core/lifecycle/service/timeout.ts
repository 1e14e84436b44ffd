/** What happens when a phase has lasted too long (systemd.service(5), Timeout*Sec= and Timeout*FailureMode=). */
import { enterRunning } from './start.ts'
import { controlOf, type KillPhase } from './state.ts'
import { enterDead, enterRestart, enterSignal, enterStop, enterStopPost } from './stop.ts'
import { ask, log, put, type Turn } from './turn.ts'

const SIGKILL = 9

type FailureMode = 'terminate' | 'abort' | 'kill'

/** The deadline of the phase has passed. */
export function timedOut(turn: Turn): Turn {
  const { phase } = turn.state
  const { service } = turn.unit
  switch (phase.at) {
    case 'condition':
    case 'start-pre':
    case 'start':
    case 'start-post':
      return byFailureMode(turn, `${phase.at} operation timed out.`, service.TimeoutStartFailureMode)
    case 'running':
      return enterStop(log(turn, 'warning', 'Service reached runtime time limit. Stopping.'), 'timeout')
    case 'reload':
    case 'reload-signal':
    case 'reload-notify':
      return reloadTimedOut(turn)
    case 'stop':
      return byFailureMode(turn, 'Stopping timed out.', service.TimeoutStopFailureMode)
    case 'stop-watchdog':
      return killOrSkip(turn, phase.at, 'stop-sigkill')
    case 'stop-sigterm':
      return service.TimeoutStopFailureMode === 'abort'
        ? enterSignal(say(turn, "State 'stop-sigterm' timed out.", 'Aborting.'), 'stop-watchdog', 'timeout')
        : killOrSkip(turn, phase.at, 'stop-sigkill')
    case 'stop-sigkill':
      return enterStopPost(log(turn, 'warning', 'Processes still around after SIGKILL. Ignoring.'), 'timeout')
    case 'stop-post':
      return stopPostTimedOut(turn)
    case 'final-watchdog':
      return killOrSkip(turn, phase.at, 'final-sigkill')
    case 'final-sigterm':
      return service.TimeoutStopFailureMode === 'abort'
        ? enterSignal(say(turn, "State 'final-sigterm' timed out.", 'Aborting.'), 'final-watchdog', 'timeout')
        : killOrSkip(turn, phase.at, 'final-sigkill')
    case 'final-sigkill':
      return enterDead(
        log(turn, 'warning', 'Processes still around after final SIGKILL. Entering failed mode.'),
        'timeout',
        true,
      )
    case 'auto-restart':
      return enterRestart(turn)
    case 'exited':
    case 'dead':
    case 'failed':
    case 'dead-before-auto-restart':
    case 'failed-before-auto-restart':
    case 'auto-restart-queued':
    case 'cleaning':
      return turn
  }
}

function say(turn: Turn, what: string, next: string): Turn {
  return log(turn, 'warning', `${what} ${next}`)
}

function byFailureMode(turn: Turn, what: string, mode: FailureMode): Turn {
  switch (mode) {
    case 'terminate':
      return enterSignal(say(turn, what, 'Terminating.'), 'stop-sigterm', 'timeout')
    case 'abort':
      return enterSignal(say(turn, what, 'Aborting.'), 'stop-watchdog', 'timeout')
    case 'kill':
      return turn.unit.kill.SendSIGKILL
        ? enterSignal(say(turn, what, 'Killing.'), 'stop-sigkill', 'timeout')
        : enterStopPost(say(turn, what, 'Skipping SIGKILL.'), 'timeout')
  }
}

function killOrSkip(turn: Turn, at: KillPhase, next: 'stop-sigkill' | 'final-sigkill'): Turn {
  const what = `State '${at}' timed out.`
  if (turn.unit.kill.SendSIGKILL) {
    return enterSignal(say(turn, what, 'Killing.'), next, 'timeout')
  }
  const told = say(
    turn,
    what,
    next === 'stop-sigkill' ? 'Skipping SIGKILL.' : 'Skipping SIGKILL. Entering failed mode.',
  )
  return next === 'stop-sigkill' ? enterStopPost(told, 'timeout') : enterDead(told, 'timeout', false)
}

function stopPostTimedOut(turn: Turn): Turn {
  const what = "State 'stop-post' timed out."
  switch (turn.unit.service.TimeoutStopFailureMode) {
    case 'terminate':
      return enterSignal(say(turn, what, 'Terminating.'), 'final-sigterm', 'timeout')
    case 'abort':
      return enterSignal(say(turn, what, 'Aborting.'), 'final-watchdog', 'timeout')
    case 'kill':
      return killOrSkip(turn, 'final-sigterm', 'final-sigkill')
  }
}

function reloadTimedOut(turn: Turn): Turn {
  const told = log(turn, 'warning', 'Reload operation timed out. Killing reload process.')
  const pid = controlOf(turn.state.phase)?.pid ?? null
  const killed =
    pid === null
      ? told
      : ask(told, { do: 'kill', signal: SIGKILL, pids: [pid], all: false, hangUp: false, tell: false })
  // One that said RELOADING=1 and never READY=1 goes on reloading, for as long again.
  return enterRunning(put(killed, { reloadResult: 'timeout' }), 'success')
}

/** The service did not send WATCHDOG=1 in time. */
export function watchdogTimedOut(turn: Turn): Turn {
  const { watchdog } = turn.state
  if (watchdog === null) {
    return turn
  }
  const told = log(turn, 'err', `Watchdog timeout (limit ${spanText(watchdog.spanUs)})!`)
  return enterSignal(told, 'stop-watchdog', 'watchdog')
}

function spanText(us: number): string {
  return us % 1_000_000 === 0 ? `${us / 1_000_000}s` : `${us / 1000}ms`
}
