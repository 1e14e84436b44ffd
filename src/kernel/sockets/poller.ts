/**
 * Descriptors that are ready, brought to who waits for them. Level triggered: a handler that leaves something behind is
 * called again in the next turn, so each takes a bounded amount and nobody starves.
 */
import type { Native, PollHandle } from '#kernel/native.ts'

/** What epoll reports (epoll_ctl(2)). */
export const READABLE = 0x1
export const WRITABLE = 0x4

/** A descriptor being watched. Close the watch before the descriptor. */
export interface Watch {
  change(events: number): void
  /** Whether this watch keeps the program running. */
  hold(on: boolean): void
  close(): void
}

export interface Poller {
  /** Calls `ready` with the events each turn there are any. The watch holds the program, until told otherwise. */
  watch(fd: number, events: number, ready: (events: number) => void): Watch
}

/** Descriptors reported in one turn; with 64 KiB each, the most that is read in one. */
const batchSize = 32

export function createPoller(native: Native): Poller {
  const handlers = new Map<number, (events: number) => void>()
  const ready = new Uint32Array(batchSize * 2)
  const handle = open(native, ready, handlers)
  let tokens = 0
  let held = 0

  function hold(by: number): void {
    held += by
    native.pollHold(handle, held > 0 ? 1 : 0)
  }

  function watch(fd: number, events: number, call: (events: number) => void): Watch {
    const token = tokens++ >>> 0
    let holding = false
    const result = native.pollAdd(handle, fd, events, token)
    if (result < 0) {
      throw new Error(`cannot watch descriptor ${fd}: errno ${-result}`)
    }
    handlers.set(token, call)
    const self: Watch = {
      change: wanted => void native.pollChange(handle, fd, wanted, token),
      hold: on => {
        if (on !== holding) {
          hold(on ? 1 : -1)
        }
        holding = on
      },
      close: () => {
        if (!handlers.delete(token)) {
          return
        }
        self.hold(false)
        native.pollRemove(handle, fd)
      },
    }
    self.hold(true)
    return self
  }

  return { watch }
}

/** A watch closed earlier in the same turn has no handler any more, whatever its descriptor's number means by then. */
function open(native: Native, ready: Uint32Array, handlers: Map<number, (events: number) => void>): PollHandle {
  const handle = native.pollOpen(ready, count => {
    const pairs = ready.slice(0, count * 2)
    for (let i = 0; i < pairs.length; i += 2) {
      handlers.get(pairs[i] ?? 0)?.(pairs[i + 1] ?? 0)
    }
  })
  if (typeof handle === 'number') {
    throw new Error(`cannot make an epoll descriptor: errno ${-handle}`)
  }
  return handle
}
