/** Processes that are no children of ours, watched by descriptor (native/addon/pidfd.c) or, where Linux has none, by looking. */
import { fail, ok } from '#core/base/result.ts'
import type { Outcome } from '#kernel/kernel.ts'
import { done, type Native, outcome } from '#kernel/native.ts'
import { type Poller, READABLE } from '#kernel/sockets/poller.ts'
import { readEntry } from './process-table.ts'
import type { Processes, WatchedProcess } from './processes-api.ts'

/** Before Linux 5.3 nobody tells us: how often we look, in ms, while there is such a process. */
const lookMs = 1000

export function createProcessWatch(native: Native, poller: Poller): Processes['watch'] {
  return (pid, startTime, ended) => {
    const lives = (): boolean => {
      const entry = readEntry(native, pid)
      return entry !== undefined && !entry.zombie && entry.startTime === startTime
    }
    const fd = outcome(native.processOpen(pid))
    if (!fd.ok && fd.error !== 'ENOSYS' && fd.error !== 'EPERM') {
      return fd
    }
    // The descriptor came first: what is checked now cannot become another process any more.
    const watched = fd.ok ? byDescriptor(native, poller, fd.value, ended) : byLooking(native, pid, lives, ended)
    if (lives()) {
      return ok(watched)
    }
    watched.close()
    return fail('ESRCH')
  }
}

function byDescriptor(native: Native, poller: Poller, fd: number, ended: () => void): WatchedProcess {
  let isOpen = true
  const watch = poller.watch(fd, READABLE, () => {
    watch.close()
    ended()
  })
  watch.hold(false)
  return {
    kill: signal => (isOpen ? done(native.processSignal(fd, signal)) : fail('ESRCH')),
    close: () => {
      if (!isOpen) {
        return
      }
      isOpen = false
      watch.close()
      native.fdClose(fd)
    },
  }
}

/** EPERM: a sandbox around the container forbids the call. */
export function byLooking(
  native: Pick<Native, 'kill'>,
  pid: number,
  lives: () => boolean,
  ended: () => void,
): WatchedProcess {
  const timer = setInterval(() => {
    if (lives()) {
      return
    }
    clearInterval(timer)
    ended()
  }, lookMs)
  timer.unref()
  return {
    kill: (signal): Outcome<void> => (lives() ? done(native.kill(pid, signal)) : fail('ESRCH')),
    close: () => clearInterval(timer),
  }
}
