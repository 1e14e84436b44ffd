/** Sockets of AF_UNIX with credentials and descriptors, the sockets of socket units, and pipes. */
import { fchmodSync, lstatSync, unlinkSync } from 'node:fs'
import { errnoNumber } from '#core/base/linux/errno.ts'
import type { SocketAddress } from '#core/base/linux/socket-address.ts'
import { baseName } from '#core/base/path.ts'
import { fail, ok } from '#core/base/result.ts'
import { pathOf, terminated } from '#kernel/bytes.ts'
import { attempt } from '#kernel/files/attempt.ts'
import { nodeFiles } from '#kernel/files/file-nodes.ts'
import type { FilesByRules } from '#kernel/files/files-by-rules.ts'
import type { Connection, FileKind, Outcome, SocketDescription, Sockets } from '#kernel/kernel.ts'
import { done, type Native, outcome } from '#kernel/native.ts'
import { encodeAddress, families } from './address.ts'
import { createConnection } from './connection.ts'
import { receiveDatagrams } from './datagrams.ts'
import { createPipes } from './pipes.ts'
import { type Poller, READABLE } from './poller.ts'

const SOL_SOCKET = 1
const SO_PASSCRED = 16
const SO_RCVBUF = 8
const SO_RCVBUFFORCE = 33
const IPPROTO_IPV6 = 41
const IPV6_V6ONLY = 26
const SO_REUSEADDR = 2

const types = { stream: 1, datagram: 2, seqpacket: 5 } as const

/** Connections taken from one listener in one turn. */
const acceptBatch = 16
const backlog = 4096
/** Room for a burst of messages while the manager is busy. */
const datagramBufferBytes = 8 * 1024 * 1024
/** How long connect() keeps trying while the listener's queue is full. */
const connectPatienceMs = 10_000

type Stop = { readonly fd: number; close(): void }

/** What is read from one connection or pipe in one turn: all a pipe holds by default. */
const pieceBytes = 65_536

export function linuxSockets(native: Native, poller: Poller): Sockets {
  const scratch = new Uint8Array(pieceBytes)
  const take = (fd: number): Connection => createConnection(native, poller, fd, scratch)
  const listenOn: Sockets['listenOn'] = (fd, onConnection) =>
    ok(accepting(native, poller, fd, connection => onConnection(take(connection))))
  const receiveOn: Sockets['receiveDatagramsOn'] = (fd, received) => ok(receiveDatagrams(native, poller, fd, received))
  return {
    listen: (path, mode, onConnection) => {
      const fd = bind(native, unixSocket(path, 'stream', mode))
      return fd.ok ? listenOn(fd.value, onConnection) : fd
    },
    listenOn,
    connect: async path => {
      const fd = await connect(native, path)
      return fd.ok ? ok(take(fd.value)) : fd
    },
    receiveDatagrams: (path, mode, received) => {
      /* Before it has a name, so that no message comes without credentials. */
      const options = [{ level: SOL_SOCKET, option: SO_PASSCRED, value: 1 }]
      const fd = bind(native, { ...unixSocket(path, 'datagram', mode), options })
      if (!fd.ok) {
        return fd
      }
      if (native.socketSet(fd.value, SOL_SOCKET, SO_RCVBUFFORCE, datagramBufferBytes) < 0) {
        native.socketSet(fd.value, SOL_SOCKET, SO_RCVBUF, datagramBufferBytes)
      }
      return receiveOn(fd.value, received)
    },
    receiveDatagramsOn: receiveOn,
    bind: description => bind(native, description),
    makeFifo: (path, mode) => makeFifo(native, path, mode),
    accept: fd => outcome(native.socketAccept(fd)),
    flush: fd => flush(native, fd, scratch),
    watchReadable: (fd, readable) => poller.watch(fd, READABLE, readable),
    ...createPipes(native, poller, scratch),
    closeDescriptor: fd => void native.fdClose(fd),
    descriptorExists: fd => native.fdExists(fd) >= 0,
  }
}

/** As many as fit into any queue: who keeps coming meanwhile must not keep us. */
const flushMax = 8192

function flush(native: Native, fd: number, scratch: Uint8Array): void {
  // Services get their sockets blocking (NonBlocking=no), and the description is ours, too.
  if (native.fdNonBlocking(fd) < 0) {
    return
  }
  for (let count = 0; count < flushMax; count++) {
    const connection = native.socketAccept(fd)
    if (connection < 0) {
      break
    }
    native.fdClose(connection)
  }
  for (let count = 0; count < flushMax && native.fdRead(fd, scratch) > 0; count++) {}
}

function unixSocket(path: string, type: SocketDescription['type'], mode: number): SocketDescription {
  return { address: { family: 'unix', path }, type, mode, backlog, ipv6Only: null, options: [] }
}

function bind(native: Native, description: SocketDescription): Outcome<number> {
  const address = encodeAddress(description.address)
  if (!address.ok) {
    return address
  }
  const fd = outcome(native.socketOpen(families[description.address.family], types[description.type], 0))
  if (!fd.ok) {
    return fd
  }
  const bound = prepare(native, fd.value, description, address.value)
  if (bound.ok) {
    return fd
  }
  native.fdClose(fd.value)
  return bound
}

function prepare(
  native: Native,
  fd: number,
  { address, type, mode, backlog: waiting, ipv6Only, options }: SocketDescription,
  encoded: Uint8Array,
): Outcome<void> {
  if (ipv6Only !== null && address.family === 'inet6') {
    native.socketSet(fd, IPPROTO_IPV6, IPV6_V6ONLY, ipv6Only ? 1 : 0)
  }
  if (address.family !== 'unix') {
    native.socketSet(fd, SOL_SOCKET, SO_REUSEADDR, 1)
  }
  for (const { level, option, value } of options) {
    const set = setOption(native, fd, level, option, value)
    if (!set.ok) {
      return set
    }
  }
  const bound =
    address.family === 'unix' ? bindPath(native, fd, address, encoded, mode) : done(native.socketBind(fd, encoded))
  return bound.ok && type !== 'datagram' ? done(native.socketListen(fd, waiting)) : bound
}

function setOption(native: Native, fd: number, level: number, option: number, value: number | string): Outcome<void> {
  return done(
    typeof value === 'number'
      ? native.socketSet(fd, level, option, value)
      : native.socketSetText(fd, level, option, terminated(value)),
  )
}

/** The mode is given before the name exists, so that it is never more open than asked; the umask is then made good. */
function bindPath(
  native: Native,
  fd: number,
  { path }: SocketAddress & { readonly family: 'unix' },
  encoded: Uint8Array,
  mode: number,
): Outcome<void> {
  if (path.startsWith('@')) {
    return done(native.socketBind(fd, encoded))
  }
  const files = nodeFiles(native)
  const folder = files.openParent(path)
  if (!folder.ok) {
    return folder
  }
  const at = `${folder.value.at}/${baseName(path)}`
  attempt(() => fchmodSync(fd, mode))
  try {
    const bound = native.socketBind(fd, encoded)
    if (bound === -errnoNumber('EADDRINUSE') && isSocket(at)) {
      attempt(() => unlinkSync(pathOf(at)))
      const again = done(native.socketBind(fd, encoded))
      if (!again.ok) {
        return again
      }
    } else if (bound < 0) {
      return done(bound)
    }
    return setMode(files, at, 'socket', mode)
  } finally {
    folder.value.close()
  }
}

/** Of a node of this kind and no other. */
function setMode(files: FilesByRules, at: string, kind: FileKind, mode: number): Outcome<void> {
  const node = files.openNode(at)
  if (!node.ok) {
    return node
  }
  const set = node.value.status.kind === kind ? node.value.chmod(mode) : fail('ELOOP' as const)
  node.value.close()
  return set
}

function isSocket(path: string): boolean {
  const status = attempt(() => lstatSync(pathOf(path)))
  return status.ok && status.value.isSocket()
}

/** Past no user's links to the folder it is in. */
function makeFifo(native: Native, path: string, mode: number): Outcome<number> {
  const folder = nodeFiles(native).openParent(path)
  if (!folder.ok) {
    return folder
  }
  const fd = outcome(native.fifo(terminated(`${folder.value.at}/${baseName(path)}`), mode))
  folder.value.close()
  return fd
}

/** Where there are too many open files, the listener rests instead of being told so for ever. */
function accepting(native: Native, poller: Poller, fd: number, taken: (connection: number) => void): Stop {
  const watch = poller.watch(fd, READABLE, () => {
    for (let i = 0; i < acceptBatch; i++) {
      const connection = outcome(native.socketAccept(fd))
      if (connection.ok) {
        taken(connection.value)
      } else if (connection.error === 'EMFILE' || connection.error === 'ENFILE' || connection.error === 'ENOBUFS') {
        return rest()
      } else {
        return
      }
    }
  })
  let closed = false
  function rest(): void {
    watch.change(0)
    setTimeout(() => {
      if (!closed) {
        watch.change(READABLE)
      }
    }, 250)
  }
  return {
    fd,
    close: () => {
      if (closed) {
        return
      }
      closed = true
      watch.close()
      native.fdClose(fd)
    },
  }
}

async function connect(native: Native, path: string): Promise<Outcome<number>> {
  const address = encodeAddress({ family: 'unix', path })
  if (!address.ok) {
    return address
  }
  for (const deadline = Date.now() + connectPatienceMs; ; ) {
    const fd = outcome(native.socketOpen(families.unix, types.stream, 0))
    if (!fd.ok) {
      return fd
    }
    const connected = done(native.socketConnect(fd.value, address.value))
    if (connected.ok) {
      return fd
    }
    native.fdClose(fd.value)
    if (connected.error !== 'EAGAIN' || Date.now() > deadline) {
      return fail(connected.error)
    }
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}
