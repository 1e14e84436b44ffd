/** systemctl list-paths (systemctl(1)). */

import type { Cell } from '#cli/render/table.ts'
import type { Session } from '#cli/session/session.ts'
import { askTriggers, gatherUnits, printActivators } from '#cli/units/activators.ts'
import type { Client } from '#control/client.ts'
import { unitPath } from '#control/object-path.ts'
import { pathInterface } from '#control/protocol/units/path.ts'
import { comparePaths } from '#core/base/path.ts'

interface WatchedPath {
  readonly path: string
  readonly condition: string
  readonly unit: string
  readonly triggers: Cell
}

/** Lists what path units watch, one line a path. */
export async function listPaths(session: Session): Promise<number> {
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const found = await gatherUnits(session, client.value, 'path', ({ name }) => askPaths(client.value, name))
  if (!found.ok) {
    return found.error
  }
  const paths = found.value.flat().toSorted(compareWatched)
  const columns = [{ title: 'PATH' }, { title: 'CONDITION' }, { title: 'UNIT' }, { title: 'ACTIVATES' }]
  const rows = paths.map(({ path, condition, unit, triggers }) => ({
    cells: [{ text: path }, { text: condition }, { text: unit }, triggers],
  }))
  printActivators(session, { columns, rows, placeholder: '-' }, paths.length, 'paths')
  return 0
}

async function askPaths(client: Client, name: string): Promise<readonly WatchedPath[]> {
  const [paths, triggers] = await Promise.all([
    client.get(unitPath(name), pathInterface, 'Paths'),
    askTriggers(client, name),
  ])
  return paths.ok ? paths.value.map(([condition, path]) => ({ path, condition, unit: name, triggers })) : []
}

function compareWatched(one: WatchedPath, other: WatchedPath): number {
  return (
    comparePaths(one.path, other.path) ||
    one.condition.localeCompare(other.condition, 'en') ||
    (one.unit < other.unit ? -1 : 1)
  )
}
