/** The composition root of the command line: gives the commands the real kernel, the real terminal and a way to the manager. */

import { connectBus } from '#cli/session/connect-bus.ts'
import type { AtEnd } from '#cli/session/session.ts'
import type { Connection, Kernel } from '#kernel/kernel.ts'
import { findLibrary } from '#kernel/library.ts'
import { linuxKernel } from '#kernel/linux.ts'
import { run } from './run.ts'
import { openTerminal } from './terminal.ts'

/** Runs the command this process was started for, and ends the process with its exit status. */
export async function main(
  atEnd: AtEnd,
  answer: (kernel: Kernel, unitsPath: string) => Promise<Connection>,
): Promise<never> {
  const library = findLibrary()
  const kernel = linuxKernel({ ...library, manager: false })
  const terminal = openTerminal(status => kernel.processes.exit(status))
  const status = await run({
    argv: [terminal.name, ...terminal.args],
    environment: kernel.host.environment,
    workingDirectory: terminal.workingDirectory,
    streams: terminal.streams,
    kernel,
    connectBus: connectBus(kernel, { launcher: library.launcherPath, answer: () => answer(kernel, library.unitsPath) }),
    atEnd,
  })
  terminal.flush()
  return kernel.processes.exit(status)
}
