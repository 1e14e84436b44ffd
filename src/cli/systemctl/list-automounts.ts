/** systemctl list-automounts (systemctl(1)). */

import type { Session } from '#cli/session/session.ts'
import { gatherUnits, printActivators } from '#cli/units/activators.ts'
import type { Client } from '#control/client.ts'
import { unitPath } from '#control/object-path.ts'
import { unitInterface } from '#control/protocol/unit.ts'
import { automountInterface } from '#control/protocol/units/automount.ts'
import { mountInterface } from '#control/protocol/units/mount.ts'
import { comparePaths } from '#core/base/path.ts'
import { formatSpan, infinity } from '#core/calendar/span.ts'
import { unitNameFromPath } from '#core/unit/name/name-escape.ts'

interface Automount {
  readonly what: string
  readonly where: string
  readonly mounted: boolean
  /** In µs; 0 and infinity mean that there is none. */
  readonly idleTimeout: bigint
  readonly unit: string
}

/** Lists automount units by where they mount. */
export async function listAutomounts(session: Session): Promise<number> {
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const found = await gatherUnits(session, client.value, 'automount', ({ name }) => askAutomount(client.value, name))
  if (!found.ok) {
    return found.error
  }
  const mounts = found.value.toSorted((one, other) => comparePaths(one.where, other.where))
  const columns = [
    { title: 'WHAT' },
    { title: 'WHERE' },
    { title: 'MOUNTED' },
    { title: 'IDLE TIMEOUT', json: 'idle_timeout' },
    { title: 'UNIT' },
  ]
  const rows = mounts.map(({ what, where, mounted, idleTimeout, unit }) => {
    const limited = idleTimeout > 0n && idleTimeout < infinity
    return {
      cells: [
        { text: what },
        { text: where },
        { text: mounted ? 'yes' : 'no', json: mounted },
        limited ? { text: formatSpan(idleTimeout, 1000n), json: idleTimeout } : { text: '', json: null },
        { text: unit },
      ],
    }
  })
  printActivators(session, { columns, rows, placeholder: '-' }, mounts.length, 'automounts')
  return 0
}

async function askAutomount(client: Client, unit: string): Promise<Automount> {
  const [where, timeout] = await Promise.all([
    client.get(unitPath(unit), automountInterface, 'Where'),
    client.get(unitPath(unit), automountInterface, 'TimeoutIdleUSec'),
  ])
  const place = where.ok ? where.value : ''
  const mount = unitNameFromPath(place, '.mount')
  const path = unitPath(mount.ok ? mount.value : '')
  const [what, state] = await Promise.all([
    client.get(path, mountInterface, 'What'),
    client.get(path, unitInterface, 'ActiveState'),
  ])
  return {
    what: what.ok ? what.value : '',
    where: place,
    mounted: state.ok && state.value === 'active',
    idleTimeout: timeout.ok ? timeout.value : 0n,
    unit,
  }
}
