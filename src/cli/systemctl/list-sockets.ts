/** systemctl list-sockets (systemctl(1)). */

import type { Cell } from '#cli/render/table.ts'
import type { Session } from '#cli/session/session.ts'
import { askTriggers, gatherUnits, printActivators } from '#cli/units/activators.ts'
import type { Client } from '#control/client.ts'
import { unitPath } from '#control/object-path.ts'
import { socketInterface } from '#control/protocol/units/socket.ts'
import { comparePaths } from '#core/base/path.ts'

interface Listener {
  readonly address: string
  readonly type: string
  readonly unit: string
  readonly triggers: Cell
}

/** Lists what socket units listen on, one line an address. */
export async function listSockets(session: Session): Promise<number> {
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const found = await gatherUnits(session, client.value, 'socket', ({ name }) => askListeners(client.value, name))
  if (!found.ok) {
    return found.error
  }
  const listeners = found.value.flat().toSorted(compareListeners)
  const columns = [
    { title: 'LISTEN' },
    { title: 'TYPE', ...(session.options.showTypes ? {} : { hidden: true, json: null }) },
    { title: 'UNIT' },
    { title: 'ACTIVATES' },
  ]
  const rows = listeners.map(({ address, type, unit, triggers }) => ({
    cells: [{ text: address }, { text: type }, { text: unit }, triggers],
  }))
  printActivators(session, { columns, rows, placeholder: '-' }, listeners.length, 'sockets')
  return 0
}

async function askListeners(client: Client, name: string): Promise<readonly Listener[]> {
  const [listen, triggers] = await Promise.all([
    client.get(unitPath(name), socketInterface, 'Listen'),
    askTriggers(client, name),
  ])
  return listen.ok ? listen.value.map(([type, address]) => ({ address, type, unit: name, triggers })) : []
}

function compareListeners(one: Listener, other: Listener): number {
  return (
    comparePaths(one.address, other.address) || compareText(one.type, other.type) || compareText(one.unit, other.unit)
  )
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
