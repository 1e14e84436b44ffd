/** The composition root of the command line: gives the commands the real kernel, the real terminal and a way to the manager. */

import { connectBus } from '#cli/session/connect-bus.ts'
import type { AtEnd } from '#cli/session/session.ts'
import { findLibrary } from '#kernel/library.ts'
import { linuxKernel } from '#kernel/linux.ts'
import { run } from './run.ts'
import { openTerminal } from './terminal.ts'

/** Runs the command this process was started for, and ends the process with its exit status. */
export async function main(atEnd: AtEnd): Promise<never> {
  const kernel = linuxKernel({ ...findLibrary(), manager: false })
  const terminal = openTerminal(status => kernel.processes.exit(status))
  const status = await run({
    argv: [terminal.name, ...terminal.args],
    environment: kernel.host.environment,
    workingDirectory: terminal.workingDirectory,
    streams: terminal.streams,
    kernel,
    connectBus: connectBus(kernel),
    atEnd,
  })
  terminal.flush()
  return kernel.processes.exit(status)
}
