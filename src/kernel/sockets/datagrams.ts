/** A datagram socket: who sent each message, and what descriptors came with it. */

import type { Datagram, DatagramSocket } from '#kernel/kernel.ts'
import type { Native } from '#kernel/native.ts'
import { descriptorsIn, receivedSize } from './connection.ts'
import { type Poller, READABLE } from './poller.ts'

/** Messages taken in one turn. */
const batch = 16
/** Messages taken at once where what was sent before now must be known; the kernel queues far fewer. */
const drainMax = 1024
/** Larger ones are cut: nothing that speaks sd_notify(3) or to the journal sends so much in one message. */
const messageMaxBytes = 16 * 1024 * 1024

export function receiveDatagrams(
  native: Native,
  poller: Poller,
  fd: number,
  received: (datagram: Datagram) => void,
): DatagramSocket {
  let closed = false
  const take = (most: number): void => {
    for (let i = 0; i < most && !closed; i++) {
      const datagram = receive(native, fd)
      if (!datagram) {
        return
      }
      received(datagram)
    }
  }
  const watch = poller.watch(fd, READABLE, () => take(batch))
  return {
    fd,
    drain: () => take(drainMax),
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

function receive(native: Native, fd: number): Datagram | null {
  const size = native.socketNextSize(fd)
  if (size < 0) {
    return null
  }
  const bytes = new Uint8Array(Math.min(size, messageMaxBytes))
  const received = new Int32Array(receivedSize)
  const count = native.socketReceive(fd, bytes, received, -1)
  if (count < 0) {
    return null
  }
  const [, pid = 0, uid = -1, gid = -1] = received
  return {
    bytes: bytes.subarray(0, count),
    peer: { pid, uid: uid >>> 0, gid: gid >>> 0 },
    fds: descriptorsIn(received),
  }
}
