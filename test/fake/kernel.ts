/**
 * The Kernel in memory: a machine with a file tree, processes that do what a program says, sockets, and a clock that tests move.
 * Nothing takes time and nothing is random. A machine outlives the managers that run on it: `life()` begins the next one, as
 * after a crash, with the descriptors and records that the former kept.
 */

import type { ErrnoName } from '#core/base/linux/errno.ts'
import type { Exit } from '#core/base/linux/exit.ts'
import { fail, ok } from '#core/base/result.ts'
import { encodeText } from '#core/base/text/text.ts'
import type { Launch } from '#core/exec/launch.ts'
import type { Host, Kernel, Ledger, Outcome, Signals } from '#kernel/kernel.ts'
import type { ProcessEntry, Processes } from '#kernel/processes/processes-api.ts'
import { fakeFiles } from './kernel/files.ts'
import { type FakeProcess, ProcessTable, type Program } from './kernel/processes.ts'
import { FakeDescriptors, type FakePipe, fakeSockets } from './kernel/sockets.ts'
import { FakeTime } from './kernel/time.ts'
import { FakeTree } from './kernel/tree.ts'

export type { FakeProcess, Program } from './kernel/processes.ts'

const host: Host = {
  pid: 1,
  uid: 0,
  gid: 0,
  environment: new Map([['container', 'docker']]),
  workingDirectory: '/',
  hostname: 'box',
  architecture: 'x86-64',
  kernelRelease: '6.1.0',
  bootId: '0123456789abcdef0123456789abcdef',
  limits: [],
  capabilities: 0n,
  random: sizeBytes => new Uint8Array(sizeBytes).fill(7),
}

/** The manager itself. */
const first: ProcessEntry = { pid: 1, parent: 0, session: 1, mark: 2n ** 64n - 1n, startTime: 1n, zombie: false }

/** A manager's life. */
interface Life {
  isAlive: boolean
  exited: (exit: Exit) => void
  beforeReap: () => void
  readonly told: Map<number, (line: string | null) => void>
}

export class FakeMachine {
  readonly time = new FakeTime()
  readonly tree = new FakeTree(() => this.time.monotonic + this.time.realtimeOffset)
  readonly descriptors = new FakeDescriptors(this.tree)
  readonly processes = new ProcessTable(this.time, this.descriptors)
  /** What was written to standard output, a line each. */
  readonly lines: string[] = []
  /** What was written to standard error. */
  readonly errors: string[] = []
  /** The bugs that reached nobody. */
  readonly bugs: unknown[] = []
  /** The manager's exit status, once it has ended. */
  exitStatus: number | null = null
  /** How often the manager executed itself anew. */
  reexecutions = 0
  readonly files = fakeFiles(this.tree)
  /** What the manager wrote down for its next life. */
  records: string[] = []
  readonly #kept = new Map<string, number>()
  #life: Life | null = null
  #signalled: (signal: number) => void = () => undefined

  /** @param files texts by path; a folder is null, a link `-> where`. */
  constructor(files: Readonly<Record<string, string | null>> = {}) {
    this.tree.put('/proc/1/root', 'symlink', { target: '/' })
    this.tree.put('/proc/self', 'symlink', { target: '1' })
    this.tree.put('/etc', 'directory')
    this.tree.put('/run', 'directory')
    this.tree.put('/tmp', 'directory')
    for (const [path, text] of Object.entries(files)) {
      this.write(path, text)
    }
  }

  write(path: string, text: string | null): void {
    if (text === null) {
      this.tree.put(path, 'directory')
    } else if (text.startsWith('-> ')) {
      this.tree.put(path, 'symlink', { target: text.slice(3) })
    } else {
      this.tree.put(path, 'file', { bytes: encodeText(text) })
    }
  }

  /** Puts a program at a path. */
  program(path: string, program: Program): void {
    this.tree.put(path, 'file', { mode: 0o755 })
    this.processes.programs.set(path, program)
  }

  /** The living process whose program has this path. */
  process(path: string): FakeProcess | undefined {
    return [...this.processes.all.values()].find(({ argv, hasEnded }) => !hasEnded && argv[0] === path)
  }

  signal(signal: number): void {
    this.#signalled(signal)
  }

  /** The next life of the manager; the former hears and does nothing more. */
  life(origin: Ledger['origin'] = { type: 'start' }, given: Partial<Host> = {}): Kernel {
    if (this.#life !== null) {
      this.#life.isAlive = false
    }
    this.descriptors.forgetListeners()
    for (const fd of this.descriptors.open.keys()) {
      if (origin.type !== 'start' && ![...this.#kept.values()].includes(fd)) {
        this.descriptors.close(fd)
      }
    }
    const life: Life = { isAlive: true, exited: () => undefined, beforeReap: () => undefined, told: new Map() }
    this.#life = life
    this.processes.onEnd(() => this.#reap(life))
    const signals: Signals = {
      onSignal: callback => {
        this.#signalled = callback
      },
    }
    return {
      host: { ...host, ...given },
      clock: this.time.clock(() => life.isAlive),
      files: this.files,
      processes: this.#processesOf(life),
      sockets: fakeSockets(this.descriptors, { pid: 1, uid: 0, gid: 0 }),
      signals,
      output: {
        writeLine: line => void (life.isAlive && this.lines.push(line)),
        writeError: line => void (life.isAlive && this.errors.push(line)),
        drain: async () => undefined,
        isTerminal: false,
        ledger: this.#ledger(life, origin),
      },
    }
  }

  /** The kernel as a command sees it that some user runs. */
  client(given: Partial<Host> = {}): Kernel {
    const own = { ...host, pid: 90_000, ...given }
    const life: Life = { isAlive: false, exited: () => undefined, beforeReap: () => undefined, told: new Map() }
    return {
      host: own,
      clock: this.time.clock(() => true),
      files: this.files,
      processes: this.#processesOf(life),
      sockets: fakeSockets(this.descriptors, { pid: own.pid, uid: own.uid, gid: own.gid }),
      signals: { onSignal: () => undefined },
      output: {
        writeLine: () => undefined,
        writeError: () => undefined,
        drain: async () => undefined,
        isTerminal: false,
        ledger: this.#ledger(life, { type: 'start' }),
      },
    }
  }

  #reap(life: Life): void {
    if (!life.isAlive || this.processes.ended.length === 0) {
      return
    }
    life.beforeReap()
    for (const exit of this.processes.ended.splice(0)) {
      const told = life.told.get(exit.pid)
      life.told.delete(exit.pid)
      this.processes.all.delete(exit.pid)
      told?.(null)
      life.exited(exit)
    }
  }

  #ledger(life: Life, origin: Ledger['origin']): Ledger {
    const records = origin.type === 'start' ? [] : [...this.records]
    if (origin.type === 'start' && life.isAlive) {
      this.records = []
      this.#kept.clear()
    }
    return {
      origin,
      records: () => records,
      append: record => void (life.isAlive && this.records.push(record)),
      rewrite: all => {
        if (life.isAlive) {
          this.records = [...all]
        }
      },
      appendedBytes: 0,
      keep: (fd, name) => ok(void this.#kept.set(name, fd)),
      unkeep: fd => {
        for (const [name, kept] of this.#kept) {
          if (kept === fd) {
            this.#kept.delete(name)
          }
        }
      },
      kept: this.#kept,
    }
  }

  #spawn(life: Life, launch: Launch, told: (line: string | null) => void): Outcome<number> {
    if (!life.isAlive) {
      return fail('EPERM')
    }
    const pipes = [launch.streams.output, launch.streams.error].flatMap((sink): FakePipe[] => {
      const pipe = sink.to === 'descriptor' ? this.descriptors.open.get(sink.fd)?.pipe : undefined
      return pipe === undefined ? [] : [pipe]
    })
    const process = this.processes.add({ parent: 1, launch, pipes })
    life.told.set(process.pid, told)
    setImmediate(() => this.#execute(life, process))
    return ok(process.pid)
  }

  #execute(life: Life, process: FakeProcess): void {
    const { candidates, command } = process.launch.process
    const path = candidates.find(candidate => this.tree.find(candidate).ok)
    const program = path === undefined ? undefined : this.processes.programs.get(path)
    const told = life.told.get(process.pid)
    life.told.delete(process.pid)
    if (path === undefined || program === undefined) {
      if (life.isAlive) {
        told?.(`Failed to execute ${command}: No such file or directory`)
      }
      process.exit(203)
      return
    }
    this.processes.executed.push(process.argv.join(' '))
    if (life.isAlive) {
      told?.(null)
    }
    program(process)
  }

  #processesOf(life: Life): Processes {
    const { all } = this.processes
    const unable = (error: ErrnoName) => fail(error)
    return {
      spawn: (launch, told) => this.#spawn(life, launch, told),
      onExit: callback => {
        life.exited = callback
        setImmediate(() => this.#reap(life))
      },
      onReap: callback => {
        life.beforeReap = callback
      },
      kill: (pid, signal) => (life.isAlive ? this.processes.kill(pid, signal) : unable('EPERM')),
      queueSignal: (pid, signal) => this.processes.kill(pid, signal),
      list: () => [first, ...[...all.values()].map(({ entry }) => entry)],
      entry: pid => (pid === first.pid ? first : all.get(pid)?.entry),
      usersOf: pid => {
        const process = all.get(pid)
        return process === undefined ? undefined : { real: process.uid, effective: process.uid }
      },
      watch: (pid, startTime, ended) => {
        const process = all.get(pid)
        if (process === undefined || process.startTime !== startTime) {
          return fail('ESRCH')
        }
        process.watchers.add(ended)
        return ok({
          kill: signal => (all.get(pid) === process ? this.processes.kill(pid, signal) : fail('ESRCH')),
          close: () => void process.watchers.delete(ended),
        })
      },
      argv: pid => (all.get(pid)?.hasEnded === false ? (all.get(pid)?.argv ?? []) : []),
      comm: pid => (all.get(pid)?.argv[0] ?? '').replace(/^.*\//, '').slice(0, 15),
      becomeSubreaper: () => ok(undefined),
      shrink: () => undefined,
      setComm: () => undefined,
      setTitle: () => undefined,
      reexecute: () => {
        if (life.isAlive) {
          this.reexecutions += 1
        }
        life.isAlive = false
        return unable('EINTR')
      },
      exit: (status): never => {
        if (life.isAlive) {
          this.exitStatus = status
        }
        life.isAlive = false
        return undefined as never
      },
      onBug: () => undefined,
    }
  }
}
