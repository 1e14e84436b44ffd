/** The real manager on a machine in memory, with the words that its tests use. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '#cli/run.ts'
import { connectBus } from '#cli/session/connect-bus.ts'
import type { Stream } from '#cli/streams.ts'
import { type Client, connectClient } from '#control/client.ts'
import { privateSocketPath } from '#control/transport/sockets.ts'
import type { Host, Kernel } from '#kernel/kernel.ts'
import { runManager } from '#manager/run.ts'
import { FakeMachine, type Program } from './kernel.ts'

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
}

export class Running {
  readonly machine: FakeMachine
  readonly #start: readonly string[]

  constructor({ units = {}, files = {}, programs = {}, start = [] }: RunningOptions) {
    this.machine = new FakeMachine(files)
    this.#ship()
    for (const [name, text] of Object.entries({ ...plainUnits, ...units })) this.unit(name, text)
    for (const [path, program] of Object.entries({ ...plainPrograms, ...programs })) {
      this.machine.program(path, program)
    }
    this.#start = start
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
    runManager(kernel, unitFolders, this.#start)
    await this.machine.time.settle()
    return this
  }

  /** Lets some seconds pass. */
  async pass(seconds: number): Promise<void> {
    await this.machine.time.advance(seconds * 1_000_000)
  }

  /** Somebody who stays connected. */
  async client(given: Partial<Host> = {}): Promise<Client> {
    const { sockets, host } = this.machine.client(given)
    const client = await connectClient(sockets, privateSocketPath, {
      uid: host.uid,
      closeDescriptor: fd => sockets.closeDescriptor(fd),
    })
    if (!client.ok) throw new Error(client.error.message)
    return client.value
  }

  /** Runs systemctl with these words; what it waits for needs no time, or `during` lets time pass. */
  async systemctl(...words: readonly string[]): Promise<Said> {
    return this.command(['systemctl', ...words])
  }

  async command(
    argv: readonly string[],
    columns = 0,
    during: () => Promise<void> = async () => undefined,
  ): Promise<Said> {
    const kernel = this.machine.client()
    const written = { output: '', errors: '' }
    const stream = (to: keyof typeof written): Stream => ({
      write: text => {
        written[to] += text
      },
      isTerminal: columns > 0,
      columns,
    })
    const done = run({
      argv,
      environment: new Map(columns > 0 ? [['TERM', 'xterm-256color']] : []),
      workingDirectory: '/',
      streams: {
        output: stream('output'),
        errors: stream('errors'),
        readInput: () => '',
        inputIsTerminal: false,
        openPager: () => undefined,
        runProgram: () => undefined,
      },
      kernel,
      connectBus: connectBus(kernel),
      atEnd: async () => () => undefined,
    })
    await during()
    const code = await done
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

export async function boot(options: RunningOptions = {}): Promise<Running> {
  return new Running(options).boot()
}
