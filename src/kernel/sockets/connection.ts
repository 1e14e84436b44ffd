/** One stream connection: bytes and descriptors in both directions, never waiting for the other side. */
import { errnoNumber } from '#core/base/linux/errno.ts'
import type { Connection, Peer, ReadingRules } from '#kernel/kernel.ts'
import type { Native } from '#kernel/native.ts'
import { type Poller, READABLE, type Watch, WRITABLE } from './poller.ts'
import { createSendQueue } from './send-queue.ts'

/** Beyond this a connection is closed, since its other side does not read: the most a reply may be, with room. */
const sendLimitBytes = 64 * 1024 * 1024

/** truncated, pid, uid, gid, count, then at most 253 descriptors (struct received in native/addon/berth.h). */
export const receivedSize = 258

/** The descriptors in a filled `received`. */
export function descriptorsIn(received: Int32Array): number[] {
  return [...received.subarray(5, 5 + (received[4] ?? 0))]
}

interface Listener extends ReadingRules {
  received(bytes: Uint8Array, fds: readonly number[]): void
  ended(): void
}

/** `scratch` is where all connections read into, one after the other. */
export function createConnection(native: Native, poller: Poller, fd: number, scratch: Uint8Array): Connection {
  const queue = createSendQueue(native, fd)
  let watch: Watch | null = null
  let listener: Listener | null = null
  let state: 'open' | 'closing' | 'closed' = 'open'
  let held = false

  function ready(): void {
    const waited = queue.waitingBytes > 0
    if (!queue.flush()) {
      end(true)
    }
    if (waited && queue.waitingBytes === 0) {
      listener?.drained?.()
    }
    if (state !== 'closed' && listener && !held) {
      receive(native, fd, scratch, listener, () => end(false))
    }
    settle()
  }

  /** No more is read; what is queued, also by who is told, still goes out, unless there is nobody to take it. */
  function end(gone: boolean): void {
    if (gone) {
      queue.discard()
    }
    const last = listener
    listener = null
    last?.ended()
    if (state === 'open') {
      state = 'closing'
    }
  }

  /** Watches for what is wanted now: a descriptor of which nothing is would report its hang-up for ever. */
  function settle(): void {
    if (state === 'closed') {
      return
    }
    const events = (listener && !held ? READABLE : 0) | (queue.waitingBytes > 0 ? WRITABLE : 0)
    if (events === 0) {
      watch?.close()
      watch = null
    } else if (watch) {
      watch.change(events)
    } else {
      watch = poller.watch(fd, events, ready)
    }
    if (state !== 'open' && queue.waitingBytes === 0) {
      state = 'closed'
      native.fdClose(fd)
    }
  }

  return {
    peer: peerOf(native, fd),
    get waitingBytes() {
      return queue.waitingBytes
    },
    start: (received, ended, rules = {}) => {
      if (state === 'open') {
        listener = { ...rules, received, ended }
      }
      settle()
    },
    hold: on => {
      if (held !== on) {
        held = on
        settle()
      }
    },
    write: (bytes, fds = []) => {
      if (state !== 'open' || bytes.length === 0) {
        return
      }
      queue.send(bytes, fds)
      if (queue.waitingBytes > sendLimitBytes) {
        setImmediate(() => [end(true), settle()])
      }
      settle()
    },
    close: (discard = false) => {
      if (state === 'open') {
        state = 'closing'
      }
      listener = null
      if (discard) {
        queue.discard()
      }
      settle()
    },
  }
}

/** Reads what has arrived; `ended` when there will be no more. */
function receive(
  native: Native,
  fd: number,
  scratch: Uint8Array,
  { received, pieceBytes = scratch.length, descriptors = -1 }: Listener,
  ended: () => void,
): void {
  const details = new Int32Array(receivedSize)
  const count = native.socketReceive(fd, scratch.subarray(0, pieceBytes), details, descriptors)
  if (count > 0) {
    received(scratch.slice(0, count), descriptorsIn(details))
  } else if (count !== -errnoNumber('EAGAIN')) {
    ended()
  }
}

function peerOf(native: Native, fd: number): Peer {
  const peer = new Int32Array(3)
  native.socketPeer(fd, peer)
  return { pid: peer[0] ?? 0, uid: (peer[1] ?? -1) >>> 0, gid: (peer[2] ?? -1) >>> 0 }
}
