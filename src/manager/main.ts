/** The manager's composition root: everything is made here once, and put together. */

import { makeRuntimeFolder } from '#catalog/runtime-folder.ts'
import { systemRuntimeFolder } from '#catalog/search-path.ts'
import { besideOption } from '#control/beside.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { findLibrary } from '#kernel/library.ts'
import { linuxKernel } from '#kernel/linux.ts'
import { readArguments } from './life/arguments.ts'
import { findCommand } from './life/find-command.ts'
import { leaveRealm, type Realm, realmLedger, systemRealm } from './realm.ts'
import { runManager } from './run.ts'

/** Runs the manager. `argv0` is the name it was called by, `argv` what followed. */
export async function main(argv0: string, argv: readonly string[]): Promise<void> {
  const library = findLibrary()
  const option = argv.find(word => word.startsWith(besideOption))
  const kernel = linuxKernel({
    ...library,
    manager: true,
    ledgerPath: machine => realmLedger(machine, option !== undefined),
  })
  // Not Node's options, nor where the bundle lies.
  kernel.processes.setTitle([argv0, ...argv].join(' '))
  const runtimeFolder = option === undefined ? makeRuntimeFolder(kernel) : systemRuntimeFolder
  const realm = systemRealm(kernel.host, library.unitsPath, {
    runtimeFolder,
    isInBackground: option !== undefined,
    ledgerPath: realmLedger(kernel, option !== undefined),
  })
  const handed = option === undefined ? null : Number(option.slice(besideOption.length))
  if ((await isTaken(kernel, realm)) || !holdLock(kernel, realm, handed)) {
    return leave(
      kernel,
      1,
      'A service manager runs here already: see "systemctl status". No other one is started beside it.',
    )
  }
  if (isNewcomer(kernel)) {
    leaveRealm(kernel, { ...realm, ledgerPath: null })
  }
  const args = readArguments(argv.filter(word => word !== option))
  if (!args.ok) {
    return leave(kernel, 1, args.error)
  }
  const [name] = args.value.command
  const program = name === undefined ? null : findCommand(kernel, name)
  if (program?.ok === false) {
    return leave(kernel, program.error.status, program.error.reason)
  }
  runManager(kernel, realm, args.value, program?.value ?? null)
}

/** Ends before anything was begun. */
async function leave({ output, processes }: Kernel, status: number, why: string): Promise<void> {
  output.writeError(why)
  await output.drain(1000)
  processes.exit(status)
}

/** Whether this process begins here, rather than going on after a crash. */
function isNewcomer({ output }: Kernel): boolean {
  const { type } = output.ledger.origin
  return type === 'start' || type === 'succession'
}

/** Two managers would take each other's socket, and stop each other's services. Nobody is there before PID 1. */
async function isTaken(kernel: Kernel, realm: Realm): Promise<boolean> {
  if (realm.perpetual || !isNewcomer(kernel)) {
    return false
  }
  const other = await kernel.sockets.connect(realm.controlSockets.private)
  if (other.ok) {
    other.value.close()
  }
  return other.ok || other.error === 'EACCES'
}

/** The lock that was handed over by who started us, else our own; false when somebody else has it. */
function holdLock({ files, output }: Kernel, { runtimeFolder, lock }: Realm, handed: number | null): boolean {
  const kept = output.ledger.kept.get(lockName)
  if (lock === null || kept !== undefined) {
    return true
  }
  files.makeDirectories(runtimeFolder, 0o755)
  const taken = handed === null ? files.tryLock(lock) : null
  // Where nothing can be locked, in a folder of others, nobody else can start one either.
  if (taken?.ok === false) {
    return taken.error !== 'EAGAIN'
  }
  const fd = taken?.value.fd ?? handed ?? -1
  const [ours, there] = [files.status(`/proc/self/fd/${fd}`), files.status(lock)]
  if (!ours.ok || !there.ok || ours.value.inode !== there.value.inode) {
    return false
  }
  output.ledger.keep(fd, lockName)
  return true
}

const lockName = 'lock'
