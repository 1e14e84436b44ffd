/** systemd-analyze unit-paths: the folders in which unit files are looked for. */
import { lookupPaths } from '#catalog/search-path.ts'
import type { Session } from '#cli/session/session.ts'

export function printUnitPaths(session: Session): number {
  const { options, environment } = session
  const { folders } = lookupPaths({ mode: options.scope, root: '', environment })
  for (const folder of folders) {
    session.print(`${folder}\n`)
  }
  return 0
}
