/** Bytes and descriptors that wait until the other side of a connection takes them. */
import { errnoNumber } from '#core/base/linux/errno.ts'
import type { Native } from '#kernel/native.ts'

const again = -errnoNumber('EAGAIN')

interface SendQueue {
  /** Sends at once what is taken at once, and queues the rest. Descriptors go with the first byte. */
  send(bytes: Uint8Array, fds: readonly number[]): void
  /** Sends what is taken now. False when the other side is gone. */
  flush(): boolean
  discard(): void
  readonly waitingBytes: number
}

interface Waiting {
  bytes: Uint8Array
  /** Our own duplicates: whoever queued them may have closed theirs by now. */
  fds: readonly number[]
}

export function createSendQueue(native: Native, fd: number): SendQueue {
  const queue: Waiting[] = []
  let waitingBytes = 0

  function closeAll(fds: readonly number[]): void {
    for (const each of fds) {
      native.fdClose(each)
    }
  }

  function send(bytes: Uint8Array, fds: readonly number[]): void {
    /* A failure here shows again when the queue is flushed. */
    const sent = queue.length > 0 ? 0 : Math.max(0, native.socketSend(fd, bytes, Int32Array.from(fds)))
    if (sent === bytes.length) {
      return
    }
    const copies = sent > 0 ? [] : fds.map(each => native.fdDuplicate(each)).filter(copy => copy >= 0)
    queue.push({ bytes: bytes.slice(sent), fds: copies })
    waitingBytes += bytes.length - sent
  }

  function flush(): boolean {
    for (let first = queue[0]; first; first = queue[0]) {
      const sent = native.socketSend(fd, first.bytes, Int32Array.from(first.fds))
      if (sent < 0) {
        return sent === again
      }
      closeAll(first.fds)
      first.fds = []
      waitingBytes -= sent
      first.bytes = first.bytes.subarray(sent)
      if (first.bytes.length === 0) {
        queue.shift()
      }
    }
    return true
  }

  function discard(): void {
    for (const { fds } of queue.splice(0)) {
      closeAll(fds)
    }
    waitingBytes = 0
  }

  return {
    send,
    flush,
    discard,
    get waitingBytes() {
      return waitingBytes
    },
  }
}
