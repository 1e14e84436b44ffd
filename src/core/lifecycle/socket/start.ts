/** The way up of a socket: dead -> start-pre -> start-open -> start-post -> listening. */
import { standIns } from '#core/unit/stand-in.ts'
import { initialSocket } from './state.ts'
import { enterStopPre, runCommands } from './stop.ts'
import { ask, enter, log, put, type SocketTurn } from './turn.ts'

/** A request to start. @returns null where that can only be asked again later. */
export function start(turn: SocketTurn): SocketTurn | null {
  switch (turn.state.at) {
    case 'start-pre':
    case 'start-open':
    case 'start-post':
    case 'listening':
    case 'running':
      return turn
    case 'dead':
    case 'failed':
      return begin(turn)
    // What is going down is started when it got there.
    case 'stop-pre':
    case 'stop-pre-sigterm':
    case 'stop-pre-sigkill':
    case 'stop-post':
    case 'final-sigterm':
    case 'final-sigkill':
    case 'cleaning':
      return null
  }
}

function begin(turn: SocketTurn): SocketTurn {
  const fresh = ask(put(turn, { ...initialSocket, at: turn.state.at }), { do: 'new-invocation' })
  return standIns.has(turn.unit.id)
    ? enter(fresh, 'listening')
    : (runCommands(fresh, 'start-pre', 'ExecStartPre') ?? enterOpen(fresh))
}

export function enterOpen(turn: SocketTurn): SocketTurn {
  return enter(ask(turn, { do: 'open-sockets' }), 'start-open', turn.unit.socket.TimeoutSec)
}

/** What could not be opened, and why; null where all is open. */
export function opened(turn: SocketTurn, fault: string | null): SocketTurn {
  if (turn.state.at !== 'start-open') {
    return turn
  }
  return fault === null
    ? (runCommands(turn, 'start-post', 'ExecStartPost') ?? enterListening(turn))
    : enterStopPre(log(turn, 'warning', fault), 'resources')
}

export function enterListening(turn: SocketTurn): SocketTurn {
  return enter(ask(turn, { do: 'watch-sockets', on: true }), 'listening')
}
