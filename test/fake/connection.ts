import type { Connection, Peer, ReadingRules } from '#kernel/kernel.ts'

/** One end of a connection that exists only in memory. */
export interface FakeConnection extends Connection {
  /** Whether this end or the other was closed. */
  readonly closed: boolean
  /** As if the other side's socket took nothing more; false: it takes everything that waits. */
  block(on: boolean): void
}

const root: Peer = { pid: 1, uid: 0, gid: 0 }

/**
 * Two ends of a connection. What is written arrives at the other end in later turns, in order; with `pieceBytes` it is torn
 * into pieces of that size. Each end sees the other as `peer`.
 */
export function connectionPair(
  options: { readonly client?: Peer; readonly server?: Peer; readonly pieceBytes?: number } = {},
): { readonly client: FakeConnection; readonly server: FakeConnection } {
  const client = new End(options.server ?? root, options.pieceBytes ?? Number.POSITIVE_INFINITY)
  const server = new End(options.client ?? root, options.pieceBytes ?? Number.POSITIVE_INFINITY)
  client.other = server
  server.other = client
  return { client, server }
}

/** Lets everything that was written arrive, and what that brings about happen. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    await new Promise(resolve => setImmediate(resolve))
  }
}

type Arrival = { readonly bytes: Uint8Array; readonly fds: readonly number[] } | 'end'

class End implements FakeConnection {
  readonly peer: Peer
  closed = false
  other: End | undefined
  readonly #pieceBytes: number
  #held = false
  #blocked = false
  #unsent: Arrival[] = []
  #rules: ReadingRules = {}
  #arrivals: Arrival[] = []
  #received: ((bytes: Uint8Array, fds: readonly number[]) => void) | undefined
  #ended: (() => void) | undefined

  constructor(peer: Peer, pieceBytes: number) {
    this.peer = peer
    this.#pieceBytes = pieceBytes
  }

  get waitingBytes(): number {
    return this.#unsent.reduce((total, one) => total + (one === 'end' ? 0 : one.bytes.length), 0)
  }

  block(on: boolean): void {
    this.#blocked = on
    if (on) {
      return
    }
    for (const arrival of this.#unsent.splice(0)) {
      this.other?.arrive(arrival)
    }
    this.#rules.drained?.()
  }

  hold(on: boolean): void {
    this.#held = on
    queueMicrotask(() => this.#deliver())
  }

  start(
    received: (bytes: Uint8Array, fds: readonly number[]) => void,
    ended: () => void,
    rules: ReadingRules = {},
  ): void {
    this.#rules = rules
    this.#received = received
    this.#ended = ended
    queueMicrotask(() => this.#deliver())
  }

  write(bytes: Uint8Array, fds: readonly number[] = []): void {
    if (this.closed) {
      return
    }
    for (let at = 0; at < bytes.length; at += this.#pieceBytes) {
      const arrival = { bytes: bytes.slice(at, at + this.#pieceBytes), fds: at === 0 ? fds : [] }
      if (this.#blocked) {
        this.#unsent.push(arrival)
      } else {
        this.other?.arrive(arrival)
      }
    }
  }

  close(): void {
    if (this.closed) {
      return
    }
    this.closed = true
    this.other?.arrive('end')
    this.arrive('end')
  }

  arrive(arrival: Arrival): void {
    this.#arrivals.push(arrival)
    queueMicrotask(() => this.#deliver())
  }

  #deliver(): void {
    while (this.#received !== undefined && !this.#held) {
      const arrival = this.#arrivals.shift()
      if (arrival === undefined) {
        return
      }
      if (arrival !== 'end') {
        this.#received(arrival.bytes, arrival.fds)
      } else {
        this.#end()
      }
    }
  }

  #end(): void {
    this.closed = true
    this.#ended?.()
    this.#ended = undefined
  }
}
