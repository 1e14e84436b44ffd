/** Processes of the fake kernel: what a program does is a function that gets the process. */

import type { Exit } from '#core/base/linux/exit.ts'
import { fail, ok } from '#core/base/result.ts'
import { encodeText } from '#core/base/text/text.ts'
import type { Launch } from '#core/exec/launch.ts'
import type { Outcome } from '#kernel/kernel.ts'
import type { ProcessEntry } from '#kernel/processes/processes-api.ts'
import type { FakeDescriptors, FakePipe } from './sockets.ts'
import type { FakeTime } from './time.ts'

/** What a program does when it is executed. It ends by `exit` or a signal, not by returning. */
export type Program = (self: FakeProcess) => void

/** Signals whose default action is none. */
const harmless = new Set([0, 17, 18, 19, 20, 21, 22, 23, 28])
const SIGKILL = 9

/** The machine's processes, the manager's own among them. */
export class ProcessTable {
  readonly all = new Map<number, FakeProcess>()
  readonly programs = new Map<string, Program>()
  readonly time: FakeTime
  readonly descriptors: FakeDescriptors
  /** The children of the manager that ended and were not told yet. */
  readonly ended: Exit[] = []
  /** Every program that was executed, oldest first. */
  readonly executed: string[] = []
  #pid = 1
  #tell: () => void = () => undefined

  constructor(time: FakeTime, descriptors: FakeDescriptors) {
    this.time = time
    this.descriptors = descriptors
  }

  onEnd(tell: () => void): void {
    this.#tell = tell
  }

  add(given: { readonly parent: number; readonly launch: Launch; readonly pipes: readonly FakePipe[] }): FakeProcess {
    this.#pid += 1
    const process = new FakeProcess(this, { ...given, pid: this.#pid, startTime: BigInt(this.#pid) })
    this.all.set(process.pid, process)
    for (const pipe of given.pipes) {
      pipe.hold(process)
    }
    return process
  }

  remove(process: FakeProcess, how: Exit['how'], status: number): void {
    for (const child of this.all.values()) {
      if (child.parent === process.pid) {
        child.parent = 1
      }
    }
    if (process.parent === 1) {
      this.ended.push({ pid: process.pid, how, status })
      setImmediate(() => this.#tell())
    } else {
      this.all.delete(process.pid)
    }
  }

  kill(pid: number, signal: number): Outcome<void> {
    const reached = [...this.all.values()].filter(process => pid === -1 || process.pid === Math.abs(pid))
    for (const process of reached) {
      process.signal(signal)
    }
    return reached.length === 0 ? fail('ESRCH') : ok(undefined)
  }
}

interface Given {
  readonly pid: number
  readonly parent: number
  readonly startTime: bigint
  readonly launch: Launch
  readonly pipes: readonly FakePipe[]
}

export class FakeProcess {
  readonly pid: number
  readonly startTime: bigint
  readonly launch: Launch
  argv: readonly string[]
  readonly environment: ReadonlyMap<string, string>
  parent: number
  uid = 0
  readonly watchers = new Set<() => void>()
  readonly #table: ProcessTable
  readonly #pipes: readonly FakePipe[]
  readonly #handlers = new Map<number, () => void>()
  readonly #later = new Set<() => void>()
  /** It has ended; until it was waited for it is there as a zombie. */
  hasEnded = false

  constructor(table: ProcessTable, { pid, parent, startTime, launch, pipes }: Given) {
    this.#table = table
    this.pid = pid
    this.parent = parent
    this.startTime = startTime
    this.launch = launch
    this.argv = launch.process.argv
    this.environment = new Map(
      launch.process.environment.map(text => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]),
    )
    this.#pipes = pipes
    const { identity } = launch.privileges
    if (identity.as === 'ids') {
      this.uid = identity.uid
    }
  }

  get entry(): ProcessEntry {
    const { pid, parent, startTime, launch } = this
    return { pid, parent, session: pid, mark: launch.process.mark, startTime, zombie: this.hasEnded }
  }

  /** Ends with a code. */
  exit(code: number): void {
    this.#end('exited', code)
  }

  /** Executes another program, of which nothing but its words is known. */
  becomes(...argv: readonly string[]): void {
    this.argv = argv
  }

  /** Does something after so long, if it still lives. */
  after(us: number, act: () => void): void {
    this.#later.add(this.#table.time.after(us, () => (this.hasEnded ? undefined : act())))
  }

  /** Handles a signal, instead of ending by it; without an action it is ignored. */
  onSignal(signal: number, act: () => void = () => undefined): void {
    this.#handlers.set(signal, act)
  }

  /** Writes a line to standard output. */
  print(line: string): void {
    this.#pipes[0]?.write(encodeText(`${line}\n`))
  }

  /** Tells the manager something (sd_notify(3)). */
  notify(text: string): void {
    const path = this.environment.get('NOTIFY_SOCKET')
    if (path !== undefined) {
      this.#table.descriptors.send(path, encodeText(text), { pid: this.pid, uid: this.uid, gid: 0 })
    }
  }

  /** Starts a child; with `orphaned` it is nobody's but the manager's. */
  fork(program: Program, orphaned = false): FakeProcess {
    const { launch } = this
    const child = this.#table.add({ parent: orphaned ? 1 : this.pid, launch, pipes: this.#pipes })
    setImmediate(() => program(child))
    return child
  }

  signal(signal: number): void {
    const handler = this.#handlers.get(signal)
    if (this.hasEnded) {
      return
    }
    if (signal !== SIGKILL && handler !== undefined) {
      handler()
    } else if (!harmless.has(signal)) {
      this.#end('killed', signal)
    }
  }

  #end(how: Exit['how'], status: number): void {
    if (this.hasEnded) {
      return
    }
    this.hasEnded = true
    for (const cancel of this.#later) {
      cancel()
    }
    for (const pipe of this.#pipes) {
      pipe.release(this)
    }
    this.#table.remove(this, how, status)
    for (const ended of [...this.watchers]) {
      setImmediate(ended)
    }
  }
}
