/** The manager's composition root: everything is made here once, and put together. */
import { builtInFolder, searchPath } from '#catalog/search-path.ts'
import { privateSocketPath } from '#control/transport/sockets.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { findLibrary } from '#kernel/library.ts'
import { linuxKernel } from '#kernel/linux.ts'
import { runManager } from './run.ts'

/** Runs the manager. `units` are started instead of the default target, if there are any. */
export async function main(units: readonly string[]): Promise<void> {
  const library = findLibrary()
  const kernel = linuxKernel({ ...library, manager: true })
  if (await isTaken(kernel)) {
    kernel.output.writeLine(
      'A service manager runs here already: see "systemctl status". No other one is started beside it.',
    )
    await kernel.output.drain(1000)
    kernel.processes.exit(1)
  }
  const folders = searchPath({ mode: 'system', root: '', environment: kernel.host.environment })
  // What we bring along lies beside the program, wherever that was put.
  const unitPath = folders.map(folder => (folder === builtInFolder ? library.unitsPath : folder))
  runManager(kernel, unitPath, units)
}

/** Two managers would take each other's socket, and stop each other's services. Nobody is there before PID 1. */
async function isTaken({ host, output, sockets }: Kernel): Promise<boolean> {
  if (host.pid === 1 || output.ledger.origin.type !== 'start') return false
  const other = await sockets.connect(privateSocketPath)
  if (other.ok) other.value.close()
  return other.ok || other.error === 'EACCES'
}
