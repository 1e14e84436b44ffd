/** Descriptors of the fake kernel: listening sockets, datagrams, pipes and files in memory. They outlive a manager's life. */
import { fail, ok } from '#core/base/result.ts'
import type { Connection, Datagram, DatagramSocket, Outcome, Peer, Sockets } from '#kernel/kernel.ts'
import { connectionPair } from '../connection.ts'
import type { FakeTree } from './tree.ts'

interface Open {
  readonly is: 'listening' | 'datagram' | 'pipe' | 'memory' | 'fifo' | 'stream'
  readonly path: string
  readonly bytes: Uint8Array
  /** The pipe that is written to, or read from, here. */
  readonly pipe?: FakePipe
  readonly from?: FakePipe
  /** Connections that nobody has taken. */
  readonly waiting: Connection[]
  readonly datagrams: Datagram[]
  accepted?: (connection: Connection) => void
  received?: (datagram: Datagram) => void
  readable?: () => void
}

/** A pipe ends when nobody can write to it any more. */
export class FakePipe {
  readonly #writers = new Set<unknown>()
  #waiting: Uint8Array[] = []
  #received: ((bytes: Uint8Array) => void) | undefined
  #ended: (() => void) | undefined

  hold(writer: unknown): void {
    this.#writers.add(writer)
  }

  release(writer: unknown): void {
    if (this.#writers.delete(writer)) {
      setImmediate(() => this.#deliver())
    }
  }

  write(bytes: Uint8Array): void {
    this.#waiting.push(bytes)
    setImmediate(() => this.#deliver())
  }

  read(received: (bytes: Uint8Array) => void, ended: () => void): void {
    this.#received = received
    this.#ended = ended
    setImmediate(() => this.#deliver())
  }

  stop(): void {
    this.#received = undefined
    this.#ended = undefined
  }

  #deliver(): void {
    if (this.#received === undefined) {
      return
    }
    for (const bytes of this.#waiting.splice(0)) {
      this.#received(bytes)
    }
    if (this.#writers.size > 0) {
      return
    }
    const ended = this.#ended
    this.stop()
    ended?.()
  }
}

export class FakeDescriptors {
  readonly open = new Map<number, Open>()
  readonly #tree: FakeTree
  readonly #served: Connection[] = []
  #next = 100

  constructor(tree: FakeTree) {
    this.#tree = tree
  }

  add(is: Open['is'], given: Partial<Open> = {}): number {
    this.#next += 1
    this.open.set(this.#next, { is, path: '', bytes: new Uint8Array(), waiting: [], datagrams: [], ...given })
    return this.#next
  }

  at(path: string): Open | undefined {
    return [...this.open.values()].find(one => one.path === path)
  }

  bind(is: Open['is'], path: string, mode: number): Outcome<number> {
    if (path.startsWith('/')) {
      this.#tree.put(path, is === 'fifo' ? 'fifo' : 'socket', { mode })
    }
    return ok(this.add(is, { path }))
  }

  close(fd: number): void {
    this.open.get(fd)?.pipe?.release('manager')
    this.open.delete(fd)
  }

  /** Somebody connects. */
  connect(path: string, peer: Peer): Outcome<Connection> {
    const socket = this.at(path)
    if (socket?.is !== 'listening') {
      return fail(this.#tree.find(path).ok ? 'ECONNREFUSED' : 'ENOENT')
    }
    const { client, server } = connectionPair({ client: peer, server: { pid: 1, uid: 0, gid: 0 } })
    this.#served.push(server)
    if (socket.accepted !== undefined) {
      socket.accepted(server)
    } else {
      socket.waiting.push(server)
      const { readable } = socket
      if (readable !== undefined) {
        setImmediate(readable)
      }
    }
    return ok(client)
  }

  /** Somebody sends a datagram. */
  send(path: string, bytes: Uint8Array, peer: Peer): boolean {
    const socket = this.at(path)
    if (socket === undefined) {
      return false
    }
    socket.datagrams.push({ bytes, peer, fds: [] })
    setImmediate(() => {
      drain(socket)
      if (socket.datagrams.length > 0) {
        socket.readable?.()
      }
    })
    return true
  }

  /** What ended with a life: who served and who read. */
  forgetListeners(): void {
    for (const connection of this.#served.splice(0)) {
      connection.close()
    }
    for (const socket of this.open.values()) {
      delete socket.accepted
      delete socket.received
      delete socket.readable
      socket.from?.stop()
    }
  }
}

function drain(socket: Open): void {
  if (socket.received === undefined) {
    return
  }
  for (const datagram of socket.datagrams.splice(0)) {
    socket.received(datagram)
  }
}

export function fakeSockets(descriptors: FakeDescriptors, self: Peer): Sockets {
  const listenOn: Sockets['listenOn'] = (fd, onConnection) => {
    const socket = descriptors.open.get(fd)
    if (socket?.is !== 'listening') {
      return fail('EBADF')
    }
    socket.accepted = onConnection
    for (const connection of socket.waiting.splice(0)) {
      onConnection(connection)
    }
    return ok({ fd, close: () => descriptors.close(fd) })
  }
  const receiveDatagramsOn = (fd: number, received: (datagram: Datagram) => void): Outcome<DatagramSocket> => {
    const socket = descriptors.open.get(fd)
    if (socket?.is !== 'datagram') {
      return fail('EBADF')
    }
    socket.received = received
    setImmediate(() => drain(socket))
    return ok({ fd, drain: () => drain(socket), close: () => descriptors.close(fd) })
  }
  return {
    listen: (path, mode, onConnection) => {
      const fd = descriptors.bind('listening', path, mode)
      return fd.ok ? listenOn(fd.value, onConnection) : fd
    },
    listenOn,
    connect: async path => descriptors.connect(path, self),
    receiveDatagrams: (path, mode, received) => {
      const fd = descriptors.bind('datagram', path, mode)
      return fd.ok ? receiveDatagramsOn(fd.value, received) : fd
    },
    receiveDatagramsOn,
    bind: ({ address, type, mode }) => {
      const is = type === 'datagram' ? 'datagram' : 'listening'
      return descriptors.bind(is, address.family === 'unix' ? address.path : `port ${address.port}`, mode)
    },
    makeFifo: (path, mode) => descriptors.bind('fifo', path, mode),
    accept: fd => {
      const connection = descriptors.open.get(fd)?.waiting.shift()
      return connection === undefined ? fail('EAGAIN') : ok(descriptors.add('stream'))
    },
    flush: fd => {
      const socket = descriptors.open.get(fd)
      for (const connection of socket?.waiting.splice(0) ?? []) {
        connection.close()
      }
      socket?.datagrams.splice(0)
    },
    watchReadable: (fd, readable) => {
      const socket = descriptors.open.get(fd)
      if (socket !== undefined) {
        socket.readable = readable
        if (socket.waiting.length + socket.datagrams.length > 0) {
          setImmediate(() => socket.readable?.())
        }
      }
      return { close: () => void delete socket?.readable }
    },
    pipe: () => {
      const pipe = new FakePipe()
      pipe.hold('manager')
      return ok({ read: descriptors.add('pipe', { from: pipe }), write: descriptors.add('pipe', { pipe }) })
    },
    memoryFile: bytes => ok(descriptors.add('memory', { bytes })),
    readPipe: (fd, received, ended) => {
      const pipe = descriptors.open.get(fd)?.from
      pipe?.read(received, () => {
        descriptors.open.delete(fd)
        ended()
      })
      return {
        close: () => {
          pipe?.stop()
          descriptors.open.delete(fd)
        },
      }
    },
    closeDescriptor: fd => descriptors.close(fd),
    descriptorExists: fd => descriptors.open.has(fd),
  }
}
