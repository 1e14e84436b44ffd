/** Two ends of a connection within one process: what is written at one arrives at the other in a later turn. */
import type { Connection, Peer, ReadingRules } from '#kernel/kernel.ts'

export function connectionPair(peer: Peer): { readonly client: Connection; readonly server: Connection } {
  const client = new End(peer)
  const server = new End(peer)
  client.join(server)
  server.join(client)
  return { client, server }
}

class End implements Connection {
  readonly peer: Peer
  readonly waitingBytes = 0
  #other: End | null = null
  #isHeld = false
  #isClosed = false
  #arrived: (Uint8Array | null)[] = []
  #received: (bytes: Uint8Array) => void = () => undefined
  #ended: () => void = () => undefined
  #isStarted = false

  constructor(peer: Peer) {
    this.peer = peer
  }

  join(other: End): void {
    this.#other = other
  }

  start(
    received: (bytes: Uint8Array, fds: readonly number[]) => void,
    ended: () => void,
    _rules: ReadingRules = {},
  ): void {
    this.#received = bytes => received(bytes, [])
    this.#ended = ended
    this.#isStarted = true
    this.#deliverLater()
  }

  hold(on: boolean): void {
    this.#isHeld = on
    this.#deliverLater()
  }

  write(bytes: Uint8Array): void {
    if (!this.#isClosed) {
      this.#other?.arrive(bytes.slice())
    }
  }

  close(): void {
    if (this.#isClosed) {
      return
    }
    this.#isClosed = true
    this.#other?.arrive(null)
  }

  /** `null` is the end. */
  arrive(bytes: Uint8Array | null): void {
    this.#arrived.push(bytes)
    this.#deliverLater()
  }

  #deliverLater(): void {
    queueMicrotask(() => this.#deliver())
  }

  #deliver(): void {
    while (this.#isStarted && !this.#isHeld && !this.#isClosed) {
      const bytes = this.#arrived.shift()
      if (bytes === undefined) {
        return
      }
      if (bytes === null) {
        this.#isClosed = true
        this.#ended()
      } else {
        this.#received(bytes)
      }
    }
  }
}
