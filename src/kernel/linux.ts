/** The real Kernel. */

import { changingFiles } from '#kernel/files/file-changes.ts'
import { readingFiles } from '#kernel/files/files.ts'
import { createWatch } from '#kernel/files/watch.ts'
import { type OwnLedger, openLedger } from '#kernel/ledger/ledger.ts'
import { type Origin, readOrigin } from '#kernel/ledger/origin.ts'
import { createWriter, type Writer } from '#kernel/ledger/output.ts'
import { commandLife, inheritedLedger, installCrashHandler, managerLife } from '#kernel/processes/life.ts'
import { readEntry } from '#kernel/processes/process-table.ts'
import { type Children, createChildren, linuxProcesses } from '#kernel/processes/processes.ts'
import type { Processes } from '#kernel/processes/processes-api.ts'
import { createPoller, type Poller } from '#kernel/sockets/poller.ts'
import { linuxSockets } from '#kernel/sockets/sockets.ts'
import { linuxClock } from './clock.ts'
import { linuxHost } from './host.ts'
import type { Files, Host, Kernel, Ledger, Output, Signals } from './kernel.ts'
import { loadNative, type Native } from './native.ts'
import { catchSignals, defaultSignals } from './signals.ts'

export interface KernelOptions {
  /** berth.node, and the executor: beside the bundle when installed, in build/native/ in development. */
  readonly addonPath: string
  readonly executorPath: string
  /**
   * Whether this process is a manager: catches signals, waits for all children, survives crashes, never ends by itself. Any
   * other program is left as Node makes it.
   */
  readonly manager: boolean
  /** Beside a foreign PID 1: the file to keep the ledger in, so that the next manager finds it. Without, it is in memory. */
  readonly ledgerPath?: (machine: Machine) => string | null
}

/** What there is to look at before there is a ledger. */
export interface Machine {
  readonly host: Host
  readonly files: Pick<Files, 'readLink' | 'status'>
  readonly processes: Pick<Processes, 'entry'>
}

/** Everything that Linux is to the rest of the program. Call it once, as the first thing. */
export function linuxKernel(options: KernelOptions): Kernel {
  const native = loadNative(options.addonPath)
  const origin = readOrigin(native)
  const ledger = lazyLedger(native, origin, options)
  if (options.manager) {
    installCrashHandler(native, ledger(), origin.fd)
  }
  const poller = createPoller(native)
  const writer = createWriter(native, poller)
  const roles = (options.manager ? managerRoles : commandRoles)(native, poller, writer, options.executorPath)
  return assemble(native, poller, origin, roles, createOutput(writer, ledger))
}

interface Roles {
  readonly children: Children
  readonly signals: Signals
  readonly life: typeof commandLife
}

/** What such a program starts outlives it; nobody here waits for anything. */
function commandRoles(native: Native, poller: Poller, _writer: Writer, executorPath: string): Roles {
  const children = createChildren(native, poller, executorPath)
  return { children, signals: defaultSignals, life: commandLife }
}

/** Threads first: when they cannot be had, nothing else was begun. */
function managerRoles(native: Native, poller: Poller, writer: Writer, executorPath: string): Roles {
  writer.start()
  native.startThreads()
  const children = createChildren(native, poller, executorPath)
  return { children, signals: catchSignals(native, poller, children.reap), life: managerLife(native) }
}

function assemble(native: Native, poller: Poller, origin: Origin, roles: Roles, output: Output): Kernel {
  return {
    host: linuxHost(native, origin),
    clock: linuxClock(native, poller),
    files: { ...readingFiles(native), ...changingFiles(native), watch: createWatch(native, poller) },
    processes: linuxProcesses(native, poller, roles.children, roles.life),
    sockets: linuxSockets(native, poller),
    signals: roles.signals,
    output,
  }
}

function lazyLedger(native: Native, origin: Origin, options: KernelOptions): () => OwnLedger {
  let ledger: OwnLedger | undefined
  const open = (): OwnLedger => {
    const processes = { entry: (pid: number) => readEntry(native, pid) }
    const machine = { host: linuxHost(native, origin), files: readingFiles(native), processes }
    return openLedger(native, options.manager ? inheritedLedger() : -1, options.ledgerPath?.(machine) ?? null)
  }
  return () => {
    ledger ??= open()
    return ledger
  }
}

function createOutput(writer: Writer, ledger: () => Ledger): Output {
  return {
    writeLine: writer.writeLine,
    writeError: writer.writeError,
    drain: writer.drain,
    get isTerminal() {
      return writer.isTerminal
    },
    get ledger() {
      return ledger()
    },
  }
}
