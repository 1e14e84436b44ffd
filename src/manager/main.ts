/** The manager's composition root: everything is made here once, and put together. */
import type { Kernel } from '#kernel/kernel.ts'
import { findLibrary } from '#kernel/library.ts'
import { linuxKernel } from '#kernel/linux.ts'
import { readArguments } from './life/arguments.ts'
import { findCommand } from './life/find-command.ts'
import { type Realm, systemRealm } from './realm.ts'
import { runManager } from './run.ts'

/** Runs the manager. `argv0` is the name it was called by, `argv` what followed. */
export async function main(argv0: string, argv: readonly string[]): Promise<void> {
  const library = findLibrary()
  const kernel = linuxKernel({ ...library, manager: true })
  // Not Node's options, nor where the bundle lies.
  kernel.processes.setTitle([argv0, ...argv].join(' '))
  const realm = systemRealm(kernel.host, library.unitsPath)
  if (await isTaken(kernel, realm)) {
    return leave(
      kernel,
      1,
      'A service manager runs here already: see "systemctl status". No other one is started beside it.',
    )
  }
  const args = readArguments(argv)
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

/** Two managers would take each other's socket, and stop each other's services. Nobody is there before PID 1. */
async function isTaken({ output, sockets }: Kernel, realm: Realm): Promise<boolean> {
  if (realm.perpetual || output.ledger.origin.type !== 'start') return false
  const other = await sockets.connect(realm.controlSockets.private)
  if (other.ok) other.value.close()
  return other.ok || other.error === 'EACCES'
}
