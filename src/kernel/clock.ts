/** Clocks, one alarm at any distance, and word when somebody sets the wall clock. */

import { type Poller, READABLE, type Watch } from '#kernel/sockets/poller.ts'
import type { Clock } from './kernel.ts'
import type { Native } from './native.ts'

const CLOCK_REALTIME = 0
const CLOCK_MONOTONIC = 1
/** Later than any clock will show; 2^53 microseconds are 285 years. */
const never = 2 ** 53 - 1

export function linuxClock(native: Native, poller: Poller): Clock {
  return {
    realtime: () => native.clockNow(CLOCK_REALTIME),
    monotonic: () => native.clockNow(CLOCK_MONOTONIC),
    alarm: createAlarm(native, poller),
    onRealtimeJump: callback => watchRealtime(native, poller, callback),
  }
}

function createAlarm(native: Native, poller: Poller): Clock['alarm'] {
  let timer: { readonly fd: number; readonly watch: Watch } | undefined
  let waiting: (() => void) | null = null

  function rung(fd: number): void {
    /* Nothing to read: it was set again after it had rung, before we came to know. */
    if (native.fdRead(fd, new Uint8Array(8)) < 0) {
      return
    }
    const ring = waiting
    waiting = null
    timer?.watch.hold(false)
    ring?.()
  }

  function open(): { readonly fd: number; readonly watch: Watch } {
    const fd = native.timerOpen(CLOCK_MONOTONIC)
    if (fd < 0) {
      throw new Error(`cannot make a timer: errno ${-fd}`)
    }
    return { fd, watch: poller.watch(fd, READABLE, () => rung(fd)) }
  }

  return (atMonotonic, ring) => {
    if (atMonotonic === null && !timer) {
      return
    }
    timer ??= open()
    waiting = atMonotonic === null ? null : ring
    timer.watch.hold(waiting !== null)
    native.timerSet(timer.fd, atMonotonic === null ? -1 : Math.min(Math.max(0, Math.ceil(atMonotonic)), never), 0)
  }
}

/** A timer that is never reached, and cancelled when the clock is set. */
function watchRealtime(native: Native, poller: Poller, callback: () => void): void {
  const fd = native.timerOpen(CLOCK_REALTIME)
  if (fd < 0) {
    return
  }
  native.timerSet(fd, never, 1)
  const watch = poller.watch(fd, READABLE, () => {
    native.fdRead(fd, new Uint8Array(8))
    native.timerSet(fd, never, 1)
    callback()
  })
  watch.hold(false)
}
