/** Pipes: what services say, read in bounded pieces; and memory files with what they are to read. */
import { errnoNumber } from '#core/base/linux/errno.ts'
import { ok } from '#core/base/result.ts'
import { terminated } from '#kernel/bytes.ts'
import { attempt } from '#kernel/files/attempt.ts'
import type { Outcome, Sockets } from '#kernel/kernel.ts'
import { writeAt } from '#kernel/ledger/positional.ts'
import { done, type Native, outcome } from '#kernel/native.ts'
import { type Poller, READABLE } from './poller.ts'

export function createPipes(
  native: Native,
  poller: Poller,
  scratch: Uint8Array,
): Pick<Sockets, 'pipe' | 'readPipe' | 'memoryFile'> {
  const ends = new Int32Array(2)
  return {
    pipe: () => {
      const made = done(native.pipe(ends))
      return made.ok ? ok({ read: ends[0] ?? -1, write: ends[1] ?? -1 }) : made
    },
    memoryFile: bytes => fillMemoryFile(native, bytes),
    readPipe: (fd, received, ended) => readPipe(native, poller, fd, scratch, received, ended),
  }
}

/** Written at a place, so that whoever reads begins at the front. */
function fillMemoryFile(native: Native, bytes: Uint8Array): Outcome<number> {
  const fd = outcome(native.memoryFile(terminated('berth-input')))
  if (!fd.ok) {
    return fd
  }
  const written = attempt(() => writeAt(fd.value, 0, bytes))
  if (written.ok) {
    return fd
  }
  native.fdClose(fd.value)
  return written
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
    if (!open) {
      return
    }
    open = false
    watch.close()
    native.fdClose(fd)
  }
  const watch = poller.watch(fd, READABLE, () => {
    const count = native.fdRead(fd, scratch)
    if (count > 0) {
      received(scratch.slice(0, count))
    } else if (count !== again) {
      close()
      ended()
    }
  })
  return { close }
}
