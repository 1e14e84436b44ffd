/** The manager's composition root: everything is made here once, and put together. */
import { builtInFolder, searchPath } from '#catalog/search-path.ts'
import { findLibrary } from '#kernel/library.ts'
import { linuxKernel } from '#kernel/linux.ts'
import { runManager } from './run.ts'

/** Runs the manager. `units` are started instead of the default target, if there are any. */
export function main(units: readonly string[]): void {
  const library = findLibrary()
  const kernel = linuxKernel({ ...library, manager: true })
  const folders = searchPath({ mode: 'system', root: '', environment: kernel.host.environment })
  // What we bring along lies beside the program, wherever that was put.
  const unitPath = folders.map(folder => (folder === builtInFolder ? library.unitsPath : folder))
  runManager(kernel, unitPath, units)
}
