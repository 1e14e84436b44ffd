/** The real manager on a machine in memory, with the words that its tests use. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '#cli/run.ts'
import { connectBus } from '#cli/session/connect-bus.ts'
import type { Stream } from '#cli/streams.ts'
import { type Client, connectClient } from '#control/client.ts'
import type { Host, Kernel } from '#kernel/kernel.ts'
import { type Arguments, readArguments } from '#manager/life/arguments.ts'
import { type Realm, systemRealm } from '#manager/realm.ts'
import { runManager } from '#manager/run.ts'
import { FakeMachine, type Program } from './kernel.ts'

/** Commands read modules and /proc, which takes real time, but never this much. */
const patienceMs = 20_000
const shipped = join(import.meta.dirname, '../../units')
const unitFolders = ['/etc/systemd/system', '/run/systemd/system', '/usr/lib/systemd/system']

/** Targets every boot needs; the ways to the end are those we ship. */
const plainUnits: Readonly<Record<string, string>> = {
  'basic.target': '[Unit]\nRequires=sysinit.target\nAfter=sysinit.target\n',
  'sysinit.target': '[Unit]\n',
  'multi-user.target': '[Unit]\nRequires=basic.target\nAfter=basic.target\nAllowIsolate=yes\n',
  'default.target': '-> multi-user.target',
  'shutdown.target': '[Unit]\nDefaultDependencies=no\nRefuseManualStart=yes\n',
}

const plainPrograms: Readonly<Record<string, Program>> = {
  '/bin/true': self => self.exit(0),
  '/bin/false': self => self.exit(1),
  '/bin/daemon': () => undefined,
}

export interface Said {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface RunningOptions {
  /** Unit files by name; one that says `-> name` is a link. */
  readonly units?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string | null>>
  readonly programs?: Readonly<Record<string, Program>>
  readonly environment?: Readonly<Record<string, string>>
  /** What is started instead of the default target. */
  readonly start?: readonly string[]
  /** The manager's own arguments. */
  readonly args?: readonly string[]
}

/** How a command is run: by root at `/`, without a terminal, unless it says otherwise. */
export interface CommandOptions {
  /** The width of a terminal on which both outputs are shown. */
  readonly columns?: number
  readonly uid?: number
  readonly environment?: ReadonlyMap<string, string>
  readonly workingDirectory?: string
  readonly input?: string
  /** Lets time pass while the command waits; asks whether it has ended. */
  readonly during?: (hasEnded: () => boolean) => Promise<void>
}

export class Running {
  readonly machine: FakeMachine
  readonly #arguments: Arguments

  constructor({ units = {}, files = {}, programs = {}, start = [], args = [] }: RunningOptions) {
    this.machine = new FakeMachine(files)
    this.#ship()
    for (const [name, text] of Object.entries({ ...plainUnits, ...units })) {
      this.unit(name, text)
    }
    for (const [path, program] of Object.entries({ ...plainPrograms, ...programs })) {
      this.machine.program(path, program)
    }
    const read = readArguments(start.length === 0 ? args : ['init', ...start])
    if (!read.ok) {
      throw new Error(read.error)
    }
    this.#arguments = read.value
  }

  /** Brings units that we ship. */
  #ship(): void {
    for (const name of readdirSync(shipped)) {
      if (/^(exit|poweroff|halt|reboot|umount|final|shutdown|systemd-(exit|poweroff|halt|reboot))\./.test(name)) {
        this.unit(name, readFileSync(join(shipped, name), 'utf8'))
      }
    }
  }

  unit(name: string, text: string): void {
    this.machine.write(`/usr/lib/systemd/system/${name}`, text)
  }

  async boot(): Promise<this> {
    return this.resume(this.machine.life())
  }

  /** The manager crashes, and the next one goes on. */
  async crash(): Promise<void> {
    await this.resume(this.machine.life({ type: 'crash', signal: 11, count: 1 }))
  }

  /** Goes on as the manager does that executed itself anew. */
  async reexecuted(): Promise<void> {
    await this.resume(this.machine.life({ type: 'reexec' }))
  }

  /** Runs a manager on a life of the machine. */
  async resume(kernel: Kernel): Promise<this> {
    const [command] = this.#arguments.command
    runManager(kernel, this.realm(kernel), this.#arguments, command ?? null)
    await this.machine.time.settle()
    return this
  }

  /** The realm of a life, with fewer folders of units. */
  realm({ host }: Pick<Kernel, 'host'> = this.machine.client()): Realm {
    return { ...systemRealm(host, shipped), unitPath: unitFolders }
  }

  /** Lets some seconds pass. */
  async pass(seconds: number): Promise<void> {
    await this.machine.time.advance(seconds * 1_000_000)
  }

  /** Somebody who stays connected. */
  async client(given: Partial<Host> = {}): Promise<Client> {
    const { sockets, host } = this.machine.client(given)
    const client = await connectClient(sockets, this.realm().controlSockets.private, {
      uid: host.uid,
      closeDescriptor: fd => sockets.closeDescriptor(fd),
    })
    if (!client.ok) {
      throw new Error(client.error.message)
    }
    return client.value
  }

  /** Runs systemctl with these words; what it waits for needs no time, or `during` lets time pass. */
  async systemctl(...words: readonly string[]): Promise<Said> {
    return this.command(['systemctl', ...words])
  }

  /** Runs systemctl, or another of our commands, as somebody at some place does. */
  async command(argv: readonly string[], how: CommandOptions = {}): Promise<Said> {
    const { columns = 0, uid = 0, input = '', workingDirectory = '/' } = how
    const kernel = this.machine.client({ uid, gid: uid })
    const written = { output: '', errors: '' }
    const stream = (to: keyof typeof written): Stream => ({
      write: text => {
        written[to] += text
      },
      isTerminal: columns > 0,
      columns,
    })
    const errors = stream(columns > 0 ? 'output' : 'errors')
    const done = run({
      argv,
      environment: new Map([...(columns > 0 ? [['TERM', 'xterm-256color'] as const] : []), ...(how.environment ?? [])]),
      workingDirectory,
      streams: {
        output: stream('output'),
        errors,
        readInput: () => input,
        inputIsTerminal: columns > 0,
        openPager: () => undefined,
        runProgram: () => undefined,
      },
      kernel,
      connectBus: connectBus(kernel),
      atEnd: async () => () => undefined,
    })
    const ended = { value: false }
    void done.finally(() => {
      ended.value = true
    })
    await how.during?.(() => ended.value)
    const code = await within(done, `${argv.join(' ')} does not end`)
    await this.machine.time.settle()
    return { code, stdout: written.output, stderr: written.errors }
  }

  /** The active state of a unit, as is-active says it. */
  async state(unit: string): Promise<string> {
    return (await this.systemctl('is-active', unit)).stdout.trim()
  }

  /** A property of a unit. */
  async property(unit: string, name: string): Promise<string> {
    return (await this.systemctl('show', '-P', name, unit)).stdout.trim()
  }

  /** What was executed since the last time this was asked. */
  executed(): readonly string[] {
    return this.machine.processes.executed.splice(0)
  }
}

/** What a promise gives; an error says what is wrong where that takes unduly long. */
async function within<T>(promise: Promise<T>, wrong: string): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(wrong)), patienceMs)
  try {
    return await Promise.race([promise, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

export async function boot(options: RunningOptions = {}): Promise<Running> {
  return new Running(options).boot()
}
