/** Programs the manager runs for itself, beside its units: generators (systemd.generator(7)). Their exits are no unit's. */

import { errnoText } from '#core/base/linux/errno.ts'
import type { Exit } from '#core/base/linux/exit.ts'
import { plainLaunch } from '#core/exec/launch.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { Timers } from '#manager/deeds/timers.ts'
import type { Log } from '#manager/log/log.ts'
import { readLines } from '#manager/log/output-pipes.ts'

export interface Program {
  /** What it goes by in the log. */
  readonly name: string
  readonly argv: readonly string[]
  /** `NAME=value`. */
  readonly environment: readonly string[]
  /** After so many µs it is killed. */
  readonly limitUs: number
}

export interface ProgramParts {
  readonly kernel: Kernel
  readonly log: Log
  readonly timers: Timers
  /** RLIMIT_LOCKS of the manager itself: such a program belongs to no unit. */
  readonly mark: bigint
}

const SIGKILL = 9

export class Programs {
  readonly #parts: ProgramParts
  readonly #running = new Map<number, (exit: Exit) => void>()

  constructor(parts: ProgramParts) {
    this.#parts = parts
  }

  /** Whether an exit was that of such a program. */
  take(exit: Exit): boolean {
    const ended = this.#running.get(exit.pid)
    this.#running.delete(exit.pid)
    ended?.(exit)
    return ended !== undefined
  }

  /** Runs a program to its end; what it prints and how it fails is told. Never rejects. */
  run(program: Program): Promise<void> {
    const { kernel, log, timers, mark } = this.#parts
    const pipe = kernel.sockets.pipe()
    if (!pipe.ok) {
      log.say(null, 'warning', `Cannot run ${program.name}: ${errnoText(pipe.error)}`)
      return Promise.resolve()
    }
    const { read, write } = pipe.value
    const [command = ''] = program.argv
    const tell = (line: string | null): void => {
      if (line !== null) {
        log.say(null, 'warning', `${program.name}: ${line}`)
      }
    }
    const spawned = kernel.processes.spawn(
      plainLaunch({
        process: { command, candidates: [command], argv: program.argv, environment: program.environment, mark },
        streams: { output: { to: 'descriptor', fd: write }, error: { to: 'inherit-stdout' } },
      }),
      tell,
    )
    kernel.sockets.closeDescriptor(write)
    readLines(
      kernel.sockets,
      read,
      text => log.say(null, 'info', `${program.name}: ${text}`),
      () => undefined,
    )
    if (!spawned.ok) {
      tell(errnoText(spawned.error))
      return Promise.resolve()
    }
    const pid = spawned.value
    const alarm = `program ${pid}`
    return new Promise(resolve => {
      this.#running.set(pid, exit => {
        timers.cancel(alarm)
        if (exit.how !== 'exited' || exit.status !== 0) {
          tell(`ended with ${exit.how} ${exit.status}`)
        }
        resolve()
      })
      timers.call(alarm, kernel.clock.monotonic() + program.limitUs, () => {
        tell('takes too long, killing it')
        kernel.processes.kill(pid, SIGKILL)
      })
    })
  }
}
