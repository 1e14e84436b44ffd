/** The way down of a socket: stop-pre -> stop-pre-sigterm -> stop-pre-sigkill -> stop-post -> final-sigterm -> final-sigkill. */
import { killTargets, spawnControl } from '#core/lifecycle/command-run.ts'
import { type ExecKey, socketExecution } from '#core/unit/execution.ts'
import type { SocketCommandPhase, SocketKillPhase, SocketResult } from './state.ts'
import { ask, blame, enter, log, put, type SocketTurn } from './turn.ts'

/** Runs the first of a phase's commands; null where the unit has none. */
export function runCommands(turn: SocketTurn, at: SocketCommandPhase, key: ExecKey): SocketTurn | null {
  if ((socketExecution(turn.unit).commands[key]?.length ?? 0) === 0) {
    return null
  }
  const control = put(turn, { control: { key, index: 0, pid: null } })
  return ask(enter(control, at, turn.unit.socket.TimeoutSec), spawnControl(key, 0))
}

export function enterStopPre(turn: SocketTurn, result: SocketResult): SocketTurn {
  const judged = blame(turn, result)
  return runCommands(judged, 'stop-pre', 'ExecStopPre') ?? enterSignal(judged, 'stop-pre-sigterm', 'success')
}

/** Signals what is left and waits for it, or goes on at once where nothing is left (systemd.kill(5)). */
export function enterSignal(turn: SocketTurn, at: SocketKillPhase, result: SocketResult): SocketTurn {
  const judged = blame(turn, result)
  const { kill, socket } = turn.unit
  const isLast = at === 'stop-pre-sigkill' || at === 'final-sigkill'
  const { populated, job } = turn.around
  const { targets, all, waits } = killTargets(kill, [turn.state.control?.pid ?? null], { populated, isLast })
  if (!waits) {
    return emptied(put(judged, { at, control: null }), turn.state.at)
  }
  const gentle = job === 'restart' ? (kill.RestartKillSignal ?? kill.KillSignal) : kill.KillSignal
  const signal = isLast ? kill.FinalKillSignal : gentle
  const hangUp = !isLast && kill.SendSIGHUP
  return enter(ask(judged, { do: 'kill', signal, pids: targets, all, hangUp, tell: isLast }), at, socket.TimeoutSec)
}

export function enterStopPost(turn: SocketTurn, result: SocketResult): SocketTurn {
  const judged = blame(turn, result)
  return runCommands(judged, 'stop-post', 'ExecStopPost') ?? enterSignal(judged, 'final-sigterm', 'success')
}

export function enterDead(turn: SocketTurn, result: SocketResult): SocketTurn {
  const judged = put(blame(turn, result), { control: null })
  return judged.state.result === 'success'
    ? enter(log(judged, 'info', 'Deactivated successfully.'), 'dead')
    : enter(log(judged, 'warning', `Failed with result '${judged.state.result}'.`), 'failed')
}

/** No process of the unit is left. `before` is where it was when a phase of signalling found nobody. */
export function emptied(turn: SocketTurn, before = turn.state.at): SocketTurn {
  if (turn.state.control !== null) {
    return turn
  }
  const { at } = turn.state
  const back = put(turn, { at: before })
  switch (at) {
    case 'stop-pre-sigterm':
    case 'stop-pre-sigkill':
      return enterStopPost(back, 'success')
    case 'final-sigterm':
    case 'final-sigkill':
      return enterDead(back, 'success')
    case 'dead':
    case 'start-pre':
    case 'start-open':
    case 'start-post':
    case 'listening':
    case 'running':
    case 'stop-pre':
    case 'stop-post':
    case 'failed':
    case 'cleaning':
      return turn
  }
}
