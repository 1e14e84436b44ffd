/** What follows when a command of a socket has ended, could not be started, or takes too long. */
import type { Exit } from '#core/base/linux/exit.ts'
import { exitLine, indexAfter, isForgiven, spawnControl, spawnFailedLine } from '#core/lifecycle/command-run.ts'
import { resultOf } from '#core/lifecycle/exit.ts'
import { socketExecution } from '#core/unit/execution.ts'
import { enterListening, enterOpen } from './start.ts'
import type { SocketResult } from './state.ts'
import { emptied, enterDead, enterSignal, enterStopPost, enterStopPre } from './stop.ts'
import { ask, blame, log, put, type SocketTurn } from './turn.ts'

export function exited(turn: SocketTurn, exit: Exit): SocketTurn {
  const { control } = turn.state
  if (control === null || control.pid !== exit.pid) {
    return turn
  }
  const execution = socketExecution(turn.unit)
  const judged = resultOf(exit, 'command', { statuses: [], signals: [] })
  const result = isForgiven(execution, control) ? 'success' : judged
  const told = ask(put(turn, { control: null }), exitLine('Control process', exit, result))
  const next = result === 'success' ? indexAfter(execution, control.key, control.index) : null
  return next === null
    ? commandsEnded(told, result)
    : ask(put(told, { control: { key: control.key, index: next, pid: null } }), spawnControl(control.key, next))
}

/** The last command of a phase ended, or the first that failed. */
function commandsEnded(turn: SocketTurn, result: SocketResult): SocketTurn {
  const isGood = result === 'success'
  switch (turn.state.at) {
    case 'start-pre':
      return isGood ? enterOpen(turn) : enterSignal(turn, 'final-sigterm', result)
    case 'start-post':
      return isGood ? enterListening(turn) : enterStopPre(turn, result)
    case 'stop-pre':
      return enterSignal(turn, 'stop-pre-sigterm', result)
    case 'stop-post':
      return enterSignal(turn, 'final-sigterm', result)
    case 'stop-pre-sigterm':
    case 'stop-pre-sigkill':
    case 'final-sigterm':
    case 'final-sigkill':
      return turn.around.populated ? blame(turn, result) : emptied(blame(turn, result))
    case 'dead':
    case 'start-open':
    case 'listening':
    case 'running':
    case 'failed':
    case 'cleaning':
      return turn
  }
}

/** A command could not be started at all. */
export function spawnFailed(turn: SocketTurn, reason: string): SocketTurn {
  const { control } = turn.state
  return control === null
    ? turn
    : commandsEnded(ask(put(turn, { control: null }), spawnFailedLine(control.key, reason)), 'resources')
}

/** The deadline of the phase has passed. */
export function timedOut(turn: SocketTurn): SocketTurn {
  const say = (text: string): SocketTurn => log(turn, 'warning', text)
  const insists = turn.unit.kill.SendSIGKILL
  switch (turn.state.at) {
    case 'start-pre':
      return enterSignal(say('Starting timed out. Terminating.'), 'final-sigterm', 'timeout')
    case 'start-open':
    case 'start-post':
      return enterSignal(say('Starting timed out. Stopping.'), 'stop-pre-sigterm', 'timeout')
    case 'stop-pre':
      // Killed it is at once, whatever the words say: systemd does so, too.
      return enterSignal(say('Stopping timed out. Terminating.'), 'stop-pre-sigkill', 'timeout')
    case 'stop-pre-sigterm':
      return insists
        ? enterSignal(say('Stopping timed out. Killing.'), 'stop-pre-sigkill', 'timeout')
        : enterStopPost(say('Stopping timed out. Skipping SIGKILL. Ignoring.'), 'timeout')
    case 'stop-pre-sigkill':
      return enterStopPost(say('Processes still around after SIGKILL. Ignoring.'), 'timeout')
    case 'stop-post':
      return enterSignal(say('Stopping timed out (2). Terminating.'), 'final-sigterm', 'timeout')
    case 'final-sigterm':
      return insists
        ? enterSignal(say('Stopping timed out (2). Killing.'), 'final-sigkill', 'timeout')
        : enterDead(say('Stopping timed out (2). Skipping SIGKILL. Ignoring.'), 'timeout')
    case 'final-sigkill':
      return enterDead(say('Processes still around after final SIGKILL. Entering failed mode.'), 'timeout')
    case 'dead':
    case 'listening':
    case 'running':
    case 'failed':
    case 'cleaning':
      return turn
  }
}
