/** Our standard output, by the writer thread of native/addon/output.c. It is started by the first line, or by the manager. */
import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { bytesOf } from '#kernel/bytes.ts'
import type { Output } from '#kernel/kernel.ts'
import type { Native } from '#kernel/native.ts'
import { type Poller, READABLE } from '#kernel/sockets/poller.ts'

export interface Writer extends Pick<Output, 'writeLine' | 'writeError' | 'drain' | 'isTerminal'> {
  start(): void
}

export function createWriter(native: Native, poller: Poller): Writer {
  let idle = -1

  function start(): void {
    if (idle >= 0) {
      return
    }
    idle = native.outputStart()
    if (idle < 0) {
      throw new Error(`cannot start the output's thread: errno ${-idle}`)
    }
  }

  return {
    start,
    writeLine: line => {
      start()
      native.outputWrite(bytesOf(`${line}\n`))
    },
    writeError: line => writeAtOnce(`${line}\n`),
    drain: timeoutMs => (idle < 0 ? Promise.resolve() : drained(native, poller, idle, timeoutMs)),
    get isTerminal() {
      return native.fdIsTerminal(1) === 1
    },
  }
}

/** By a description of our own where there can be one, so that a reader who does not read does not stop us. */
function writeAtOnce(text: string): void {
  let own: number | undefined
  try {
    own = openSync(
      '/proc/self/fd/2',
      constants.O_WRONLY | constants.O_NOCTTY | constants.O_NONBLOCK | constants.O_APPEND,
    )
  } catch {
    // A socket, or another user's pipe.
  }
  try {
    writeSync(own ?? 2, text)
  } catch {
    // There is nobody to tell.
  } finally {
    if (own !== undefined) {
      closeSync(own)
    }
  }
}

/** The descriptor may still tell of an earlier time when all was written, so we look each time. */
function drained(native: Native, poller: Poller, idle: number, timeoutMs: number): Promise<void> {
  return new Promise(resolve => {
    if (native.outputPending() === 0) {
      return resolve()
    }
    const watch = poller.watch(idle, READABLE, () => {
      native.fdRead(idle, new Uint8Array(8))
      if (native.outputPending() === 0) {
        finish()
      }
    })
    const timer = setTimeout(finish, timeoutMs)
    function finish(): void {
      clearTimeout(timer)
      watch.close()
      resolve()
    }
  })
}
