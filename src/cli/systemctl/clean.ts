/** systemctl clean, freeze and thaw (systemctl(1)). */
import { describeError } from '#cli/session/bus-message.ts'
import { callManager } from '#cli/session/manager-call.ts'
import type { Session } from '#cli/session/session.ts'
import { expandNames } from '#cli/units/unit-names.ts'
import type { Client } from '#control/client.ts'
import type { BusError } from '#control/errors.ts'
import { unitPath } from '#control/object-path.ts'
import { unitInterface } from '#control/protocol/unit.ts'

/** What is removed when nothing is said (systemctl(1), --what=). */
const usualResources = ['cache', 'runtime', 'fdstore']

/** Removes what units keep, or halts their processes and lets them go on. */
export async function cleanUnits(session: Session): Promise<number> {
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const names = await expandNames(session, client.value, session.args)
  if (!names.ok) {
    return names.error
  }
  let status = 0
  for (const name of names.value.names) {
    const failure = await cleanUnit(session, client.value, name)
    if (failure === undefined) {
      continue
    }
    session.say('error', failure)
    status = 1
  }
  return status
}

/** A reference keeps the unit in memory until it was seen how it went. */
async function cleanUnit(session: Session, client: Client, name: string): Promise<string | undefined> {
  const missing = await hold(client, name)
  if (missing !== undefined) {
    return `Failed to add reference to unit ${name}: ${missing}`
  }
  const ended = session.verb === 'clean' ? listenForEnd(client, name) : undefined
  const error = await request(session, client, name)
  if (error !== undefined) {
    return `Failed to ${session.verb} unit ${name}: ${describeError(error)}`
  }
  await ended
  return undefined
}

/** What is wrong with a unit that cannot be held. On a direct connection none can, as such have no name to be held by. */
async function hold(client: Client, name: string): Promise<string | undefined> {
  const held = await client.invoke(unitPath(name), unitInterface, 'Ref', {})
  if (!held.ok && held.error.name !== 'org.freedesktop.DBus.Error.InvalidArgs') {
    return describeError(held.error)
  }
  const state = await client.get(unitPath(name), unitInterface, 'LoadState')
  if (!state.ok) {
    return describeError(state.error)
  }
  if (state.value === 'masked') {
    return `Unit ${name} is masked.`
  }
  return state.value === 'not-found' ? `Unit ${name} not found.` : undefined
}

async function request({ verb, options }: Session, client: Client, name: string): Promise<BusError | undefined> {
  if (verb === 'clean') {
    const mask = options.what.length === 0 ? usualResources : options.what
    const reply = await callManager(client, 'CleanUnit', { name, mask })
    return reply.ok ? undefined : reply.error
  }
  const reply = await callManager(client, verb === 'freeze' ? 'FreezeUnit' : 'ThawUnit', { name })
  return reply.ok ? undefined : reply.error
}

/** Resolves when the unit is no longer cleaning. */
function listenForEnd(client: Client, name: string): Promise<void> {
  return new Promise(resolve => {
    const listener = client.subscribe({ path: unitPath(name), member: 'PropertiesChanged' }, ({ values }) => {
      const [, changed] = values
      const state = changed instanceof Map ? changed.get('SubState')?.value : undefined
      if (typeof state !== 'string' || state === 'cleaning') {
        return
      }
      listener.close()
      resolve()
    })
    client.onLost(resolve)
  })
}
