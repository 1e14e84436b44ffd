/** Signals, as they arrive from the handler's event descriptor (native/addon/signals.c). Only the manager has any. */

import { createMailbox } from '#kernel/sockets/mailbox.ts'
import { type Poller, READABLE } from '#kernel/sockets/poller.ts'
import type { Signals } from './kernel.ts'
import type { Native } from './native.ts'

const SIGCHLD = 17

/** Starts to catch signals. `reap` is called when children may have ended, at first in any case. */
export function catchSignals(native: Native, poller: Poller, reap: () => void): Signals {
  const arrived = createMailbox<number>()
  const fd = native.signalsStart()
  if (fd < 0) {
    throw new Error(`cannot catch signals: errno ${-fd}`)
  }
  poller.watch(fd, READABLE, () => {
    const numbers = numbersOf(native.signalsTake())
    try {
      if (numbers.includes(SIGCHLD)) {
        reap()
      }
    } finally {
      arrived.put(numbers.filter(number => number !== SIGCHLD))
    }
  })
  return { onSignal: arrived.listen }
}

/** For programs that only talk to the manager: signals act on them as on any other. */
export const defaultSignals: Signals = { onSignal: () => undefined }

function numbersOf(mask: bigint): number[] {
  const numbers: number[] = []
  for (let number = 1; number <= 64; number++) {
    if (mask & (1n << BigInt(number - 1))) {
      numbers.push(number)
    }
  }
  return numbers
}
