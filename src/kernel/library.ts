/** Where the compiled parts are: beside the bundle when berth is installed, in build/native/ when it runs from its sources. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface Library {
  readonly addonPath: string
  readonly executorPath: string
  /** What executes the program: /usr/bin/systemctl, where it is installed. */
  readonly launcherPath: string
  /** The unit files that berth brings along. */
  readonly unitsPath: string
}

export function findLibrary(): Library {
  const beside = dirname(process.argv[1] ?? '/usr/lib/berth/berth.cjs')
  const isInstalled = existsSync(join(beside, 'berth.node'))
  const folder = isInstalled ? beside : (process.env['BERTH_NATIVE'] ?? 'build/native')
  return {
    addonPath: join(folder, 'berth.node'),
    executorPath: join(folder, 'executor'),
    launcherPath: isInstalled ? join(beside, '../../bin/systemctl') : join(folder, 'launcher'),
    unitsPath: isInstalled ? join(beside, 'system') : 'units',
  }
}
