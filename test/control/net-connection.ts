import { connect, createServer, type Server, type Socket } from 'node:net'
import type { Connection, Peer } from '#kernel/kernel.ts'

/** A Connection over a real socket, for tests that want one. It knows neither credentials nor descriptors. */
function netConnection(socket: Socket, peer: Peer): Connection {
  socket.on('error', () => {})
  return {
    peer,
    waitingBytes: 0,
    hold: () => undefined,
    start(received, ended) {
      socket.on('data', bytes => received(Uint8Array.from(bytes), []))
      socket.once('close', ended)
    },
    write: bytes => void socket.write(bytes),
    close: () => void socket.end(),
  }
}

/** Connects to a socket in the file system. */
export function connectTo(path: string): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    socket.once('error', reject)
    socket.once('connect', () => resolve(netConnection(socket, { pid: 1, uid: 0, gid: 0 })))
  })
}

/** Listens on a socket in the file system; everybody who comes is taken for `peer`. */
export function listenOn(path: string, peer: Peer, accepted: (connection: Connection) => void): Promise<Server> {
  return new Promise(resolve => {
    const server = createServer(socket => accepted(netConnection(socket, peer)))
    server.listen(path, () => resolve(server))
  })
}
