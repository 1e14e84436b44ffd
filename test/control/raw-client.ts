import { draftBody, type Header, type Message, readBody } from '#control/codec/message.ts'
import { MessageStream } from '#control/codec/message-stream.ts'
import type { ValuesOf } from '#control/codec/value-of.ts'
import { encodeMessage } from '#control/codec/write-message.ts'
import { ControlServer, type ServerOptions } from '#control/transport/server.ts'
import type { Connection } from '#kernel/kernel.ts'
import { connectionPair, settled } from '../fake/connection.ts'
import { answeringFrom, createToy, type Toy } from './toy.ts'

/** What a client of systemd's own library says first. */
export const greeting = Uint8Array.from('\0AUTH EXTERNAL\r\nDATA\r\nNEGOTIATE_UNIX_FD\r\nBEGIN\r\n', c =>
  c.charCodeAt(0),
)

/** A server of a toy, and what it did. */
export interface World {
  readonly toy: Toy
  readonly server: ControlServer
  readonly lines: readonly string[]
  readonly closed: number[]
  /** Rings the timer that was set last. */
  readonly rings: (() => void)[]
}

export function createWorld(options: Partial<ServerOptions> = {}): World {
  const toy = createToy()
  const answering = answeringFrom(toy)
  const closed: number[] = []
  const rings: (() => void)[] = []
  const server = new ControlServer({
    ...answering,
    guid: '0'.repeat(32),
    closeDescriptor: fd => closed.push(fd),
    after: (_delayMs, ring) => {
      rings.push(ring)
      return () => rings.splice(rings.indexOf(ring), 1)
    },
    ...options,
  })
  return { toy, server, lines: answering.lines, closed, rings }
}

/** A raw client: what it sent is up to the test, what it got is cut into messages after the handshake. */
export class RawClient {
  readonly connection: Connection
  readonly messages: Message[] = []
  handshake = ''
  /** What the server says last before messages. */
  lastLine = /AGREE_UNIX_FD\r\n/
  ended = false
  #stream: MessageStream | null = null
  #serial = 0

  constructor(connection: Connection) {
    this.connection = connection
    connection.start(
      (bytes, fds) => this.#received(bytes, fds),
      () => {
        this.ended = true
      },
    )
  }

  call<const S extends string>(path: string, method: string, signature: S, values: ValuesOf<S>, flags?: number): void
  call(path: string, method: string, signature: string, values: readonly unknown[], flags = 0): void {
    const cut = method.lastIndexOf('.')
    const header: Header = {
      type: 'call',
      serial: ++this.#serial,
      flags,
      sender: null,
      destination:
        method.startsWith('org.freedesktop.DBus.') && path === '/org/freedesktop/DBus' ? 'org.freedesktop.DBus' : null,
      path,
      interface: method.slice(0, cut),
      member: method.slice(cut + 1),
    }
    const draft = draftBody<string>(signature, values)
    this.connection.write(encodeMessage(header, draft), draft.writer.fds)
  }

  /** Each message in a word or two. */
  summary(): string[] {
    return this.messages.map(message => {
      if (message.type === 'error') {
        return `${message.replyTo} ${message.name}`
      }
      const values = readBody(message.body)
      const what = message.type === 'signal' ? message.member : message.type === 'return' ? message.replyTo : ''
      return `${what} ${JSON.stringify(values.ok ? values.value : values.error, (_, v) => (v instanceof Map ? [...v] : v))}`
    })
  }

  #received(bytes: Uint8Array, fds: readonly number[]): void {
    let rest = bytes
    if (this.#stream === null) {
      this.handshake += String.fromCharCode(...bytes)
      const end = this.lastLine.exec(this.handshake)
      if (end === null) {
        return
      }
      this.#stream = new MessageStream(1 << 27)
      rest = bytes.subarray(bytes.length - (this.handshake.length - end.index - end[0].length))
    }
    this.#stream.push(rest, fds)
    for (let next = this.#stream.next(); next.ok && next.value !== null; next = this.#stream.next()) {
      this.messages.push(next.value)
    }
  }
}

export function connect(world: World, uid = 0, pieceBytes = Number.POSITIVE_INFINITY): RawClient {
  const pair = connectionPair({ client: { pid: 77, uid, gid: uid }, pieceBytes })
  world.server.accept(pair.server)
  return new RawClient(pair.client)
}

/** A client that is through with the handshake. */
export async function open(world: World, uid = 0): Promise<RawClient> {
  const client = connect(world, uid)
  client.connection.write(greeting)
  await settled()
  return client
}
