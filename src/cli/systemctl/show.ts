/** systemctl show (systemctl(1)): properties of units, of jobs by their number, or of the manager. */

import { formatProperty } from '#cli/properties/format-property.ts'
import { emptyDeny } from '#cli/properties/struct-property.ts'
import type { TimeStyle } from '#cli/properties/style.ts'
import { describeError } from '#cli/session/bus-message.ts'
import { refuse } from '#cli/session/manager-call.ts'
import type { Session } from '#cli/session/session.ts'
import { compareUnits, listShownUnits } from '#cli/units/unit-list.ts'
import { expandNames } from '#cli/units/unit-names.ts'
import type { Client } from '#control/client.ts'
import type { Variant } from '#control/codec/value-of.ts'
import { jobPath, managerPath, unitPath } from '#control/object-path.ts'
import { parseUint32 } from '#core/base/numbers.ts'
import { fail, ok, type Result } from '#core/base/result.ts'

/** Prints the properties of what was named, in the order in which the manager tells them. */
export async function showProperties(session: Session): Promise<number> {
  const { options } = session
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const paths = await findPaths(session, client.value)
  if (!paths.ok) {
    return paths.error
  }
  session.openPager()
  const time: TimeStyle = { zone: await session.zone(), style: options.timestamp }
  let status = 0
  for (const [index, path] of paths.value.entries()) {
    if (index > 0) {
      session.print('\n')
    }
    status = (await printObject(session, client.value, path, time)) || status
  }
  return status
}

/** The object paths that are meant; without words and filters that of the manager. */
async function findPaths(session: Session, client: Client): Promise<Result<readonly string[], number>> {
  const { args, options } = session
  if (args.length === 0) {
    if (options.states.length === 0 && options.types.length === 0) {
      return ok([managerPath])
    }
    const units = await listShownUnits(client, options, [])
    if (!units.ok) {
      return fail(refuse(session, 'Failed to list units', units.error))
    }
    return ok(units.value.toSorted(compareUnits).map(({ path }) => path))
  }
  const jobs = args.flatMap(text => {
    const id = parseUint32(text)
    return id.ok ? [jobPath(id.value)] : []
  })
  const rest = args.filter(text => !parseUint32(text).ok)
  if (rest.length === 0) {
    return ok(jobs)
  }
  const names = await expandNames(session, client, rest)
  return names.ok ? ok([...jobs, ...names.value.names.map(unitPath)]) : names
}

async function printObject(session: Session, client: Client, path: string, time: TimeStyle): Promise<number> {
  const properties = await client.getAll(path, '')
  if (!properties.ok) {
    session.say('error', `Failed to get properties: ${describeError(properties.error)}`)
    return 1
  }
  for (const [name, value] of properties.value) {
    printProperty(session, name, value, time)
  }
  return 0
}

function printProperty(session: Session, name: string, value: Variant, time: TimeStyle): void {
  const { options } = session
  const { properties } = options
  if (properties !== null && !properties.includes(name)) {
    return
  }
  const showEmpty = options.all || properties !== null
  const texts = formatProperty(name, value, time)
  for (const text of texts ?? [unprintableText(name)]) {
    const isEmpty = texts === undefined || text === '' || text === emptyDeny
    if (isEmpty && !showEmpty) {
      continue
    }
    session.print(options.value ? `${text}\n` : `${name}=${text}\n`)
  }
}

/** What stands for a value without a form of its own. */
function unprintableText(name: string): string {
  return name.endsWith('ActionExitStatus') ? '[not set]' : '[unprintable]'
}
