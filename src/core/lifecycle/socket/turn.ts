/** One event being worked out for a socket: the state so far, and what was asked for so far. */
import type { LogLevel, Surroundings, UnitEffect } from '#core/lifecycle/effect.ts'
import { after } from '#core/lifecycle/instant.ts'
import type { SocketUnit } from '#core/unit/unit.ts'
import { type SocketPhase, type SocketResult, type SocketState, traits } from './state.ts'

export interface SocketTurn {
  readonly unit: SocketUnit
  readonly around: Surroundings
  readonly state: SocketState
  readonly effects: readonly UnitEffect[]
}

export function put(turn: SocketTurn, patch: Partial<SocketState>): SocketTurn {
  return { ...turn, state: { ...turn.state, ...patch } }
}

export function ask(turn: SocketTurn, ...effects: readonly UnitEffect[]): SocketTurn {
  return { ...turn, effects: [...turn.effects, ...effects] }
}

export function log(turn: SocketTurn, level: LogLevel, text: string): SocketTurn {
  return ask(turn, { do: 'log', level, text })
}

/** Remembers a failure; the first one since the last start stays. */
export function blame(turn: SocketTurn, result: SocketResult): SocketTurn {
  return turn.state.result === 'success' ? put(turn, { result }) : turn
}

/** Enters a phase that may last until `limit` (a time span in µs from now) has passed, or for ever. */
export function enter(turn: SocketTurn, at: SocketPhase, limit: bigint | null = null): SocketTurn {
  const { state, around } = turn
  const deadline = limit === null ? null : after(around.now.monotonic, limit)
  const closed = traits[state.at].isOpen && !traits[at].isOpen
  const unwatched = !closed && state.at === 'listening' && at !== 'listening'
  return ask(
    put(turn, { at, deadline }),
    ...(closed ? [{ do: 'close-sockets' } as const] : []),
    ...(unwatched ? [{ do: 'watch-sockets', on: false } as const] : []),
    ...(deadline === state.deadline ? [] : [{ do: 'alarm', at: deadline } as const]),
    { do: 'changed', from: traits[state.at].active, to: traits[at].active, outcome: { reloaded: true } },
  )
}
