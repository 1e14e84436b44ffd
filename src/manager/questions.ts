/**
 * Answers without a manager beside a foreign PID 1: a manager in the process of the command itself, as it would be right after
 * it began. It reads, and changes and starts nothing (docs/decisions/0011-a-manager-beside-a-foreign-pid-1.md).
 */
import { systemRuntimeFolder } from '#catalog/search-path.ts'
import { connectionPair } from '#control/transport/connection-pair.ts'
import { fail } from '#core/base/result.ts'
import type { Launch } from '#core/exec/launch.ts'
import type { Connection, Kernel, Ledger, Outcome } from '#kernel/kernel.ts'
import { reachTargets } from '#manager/beside.ts'
import { openControl } from '#manager/bus/control.ts'
import { loadFirstUnits } from '#manager/life/boot.ts'
import { assemble, entryOf } from './assembly.ts'
import { perform } from './deeds/perform.ts'
import { systemRealm } from './realm.ts'

/** @returns the client's end of a connection to such a manager. */
export async function answerQuestions(kernel: Kernel, unitsPath: string): Promise<Connection> {
  const looking = onlyLooking(kernel)
  const realm = systemRealm(kernel.host, unitsPath, {
    isInBackground: true,
    ledgerPath: null,
    runtimeFolder: systemRuntimeFolder,
  })
  const console = { status: false, lines: 'none', isForeign: false } as const
  const orders = { console, given: new Map(), adapt: (_: string, launch: Launch) => launch }
  const assembly = assemble(looking, realm, orders, { units: new Map(), jobs: new Map(), manager: null })
  const { manager, loader } = assembly
  const control = openControl(manager, () => undefined)
  const deeds = {
    ...assembly.deeds,
    announce: control.announce,
    startupFinished: () => undefined,
    emergency: () => undefined,
  }
  manager.attach({
    loader,
    perform: effect => perform(deeds, unit => entryOf(manager, unit), effect),
    tell: () => control.flush(),
    settled: () => control.flush(),
    end: () => undefined,
    boot: () => undefined,
    reload: () => Promise.resolve(),
    reexecute: () => undefined,
    unitFileState: unit => control.unitFileState(unit),
    unitFilePreset: unit => control.unitFilePreset(unit),
    unitFilesChanged: () => undefined,
  })
  // What runs nowhere is neither starting nor running.
  manager.systemState = () => 'offline'
  loadFirstUnits(manager, loader)
  reachTargets(manager)
  const { client, server } = connectionPair({ pid: kernel.host.pid, uid: kernel.host.uid, gid: kernel.host.gid })
  control.accept(server)
  return client
}

const refused = (): Outcome<never> => fail('EROFS')

/** A kernel by which nothing can be changed. */
function onlyLooking(kernel: Kernel): Kernel {
  const { files, processes, sockets } = kernel
  return {
    ...kernel,
    files: {
      ...files,
      writeAtomically: refused,
      writeInPlace: refused,
      makeDirectory: refused,
      makeDirectories: refused,
      makeLink: refused,
      rename: refused,
      unlink: refused,
      unlinkChased: refused,
      removeDirectory: refused,
      removeTree: () => Promise.resolve(refused()),
      chmod: refused,
      chown: refused,
    },
    processes: { ...processes, spawn: refused, kill: refused, queueSignal: refused },
    sockets: { ...sockets, bind: refused, listen: refused, receiveDatagrams: refused, makeFifo: refused },
    output: {
      writeLine: () => undefined,
      writeError: () => undefined,
      drain: () => Promise.resolve(),
      isTerminal: false,
      ledger: noLedger,
    },
  }
}

const noLedger: Ledger = {
  origin: { type: 'start' },
  records: () => [],
  append: () => undefined,
  rewrite: () => undefined,
  appendedBytes: 0,
  keep: refused,
  unkeep: () => undefined,
  kept: new Map(),
}
