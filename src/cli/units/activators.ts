/** What the lists of sockets, timers, paths and automounts have in common: units of one type, and what they start. */

import { paint } from '#cli/render/colour.ts'
import { printTable } from '#cli/render/print-table.ts'
import type { Cell, Table } from '#cli/render/table.ts'
import { refuse } from '#cli/session/manager-call.ts'
import type { Session } from '#cli/session/session.ts'
import type { Client } from '#control/client.ts'
import { unitPath } from '#control/object-path.ts'
import { unitInterface } from '#control/protocol/unit.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { inOrder } from './in-order.ts'
import { type ListedUnit, listShownUnits } from './unit-list.ts'
import { expandNames } from './unit-names.ts'

/** Gathers something about each unit of a type that a session wants to see. The error is the exit status. */
export async function gatherUnits<Info>(
  session: Session,
  client: Client,
  type: string,
  ask: (unit: ListedUnit) => Promise<Info>,
): Promise<Result<readonly Info[], number>> {
  const names = await expandNames(session, client, session.args, `.${type}`)
  if (!names.ok) {
    return names
  }
  const units = await listShownUnits(client, session.options, names.value.names)
  if (!units.ok) {
    return fail(refuse(session, 'Failed to list units', units.error))
  }
  // Patterns that nothing fits are not the same as no patterns.
  const found = session.args.length > 0 && names.value.names.length === 0 ? [] : units.value
  const infos: Info[] = []
  for await (const info of inOrder(
    found.filter(({ name }) => name.endsWith(`.${type}`)),
    ask,
  )) {
    infos.push(info)
  }
  return ok(infos)
}

/** The names a unit triggers, as one cell. */
export async function askTriggers(client: Client, name: string): Promise<Cell> {
  const triggers = await client.get(unitPath(name), unitInterface, 'Triggers')
  const names = triggers.ok ? triggers.value : []
  return names.length === 0 ? { text: '', json: null } : { text: names.join(', ') }
}

/** Prints a list and how long it is; `what` is the plural of what it lists. */
export function printActivators(session: Session, table: Table, count: number, what: string): void {
  const { options, look } = session
  session.openPager()
  printTable(session, table)
  if (options.legend !== true) {
    return
  }
  session.print(`\n${paint(`${count} ${what} listed.`, count > 0 ? 'bold' : 'red', look)}\n`)
  if (!options.all) {
    session.print(`Pass --all to see loaded but inactive ${what}, too.\n`)
  }
}
