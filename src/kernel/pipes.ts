/** Pipes: what services say, read in bounded pieces. */
import { errnoNumber } from '#core/base/errno.ts'
import { ok } from '#core/base/result.ts'
import type { Sockets } from './kernel.ts'
import { done, type Native } from './native.ts'
import { type Poller, READABLE } from './poller.ts'

export function createPipes(native: Native, poller: Poller, scratch: Uint8Array): Pick<Sockets, 'pipe' | 'readPipe'> {
  const ends = new Int32Array(2)
  return {
    pipe: () => {
      const made = done(native.pipe(ends))
      return made.ok ? ok({ read: ends[0] ?? -1, write: ends[1] ?? -1 }) : made
    },
    readPipe: (fd, received, ended) => readPipe(native, poller, fd, scratch, received, ended),
  }
}

function readPipe(
  native: Native,
  poller: Poller,
  fd: number,
  scratch: Uint8Array,
  received: (bytes: Uint8Array) => void,
  ended: () => void,
): { close(): void } {
  const again = -errnoNumber('EAGAIN')
  let open = true
  function close(): void {
    if (!open) return
    open = false
    watch.close()
    native.fdClose(fd)
  }
  const watch = poller.watch(fd, READABLE, () => {
    const count = native.fdRead(fd, scratch)
    if (count > 0) received(scratch.slice(0, count))
    else if (count !== again) {
      close()
      ended()
    }
  })
  return { close }
}
