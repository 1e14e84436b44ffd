/** --with-dependencies: a list of units grows by what they depend on. */

import type { Options } from '#cli/command-line/options.ts'
import { describeError } from '#cli/session/bus-message.ts'
import type { Session } from '#cli/session/session.ts'
import type { Client } from '#control/client.ts'
import type { BusError } from '#control/errors.ts'
import { unitPath } from '#control/object-path.ts'
import { unitInterface } from '#control/protocol/unit.ts'
import { ok, type Result } from '#core/base/result.ts'

/** The properties that name what a unit depends on, by the direction asked for (systemctl(1), "list-dependencies"). */
export const dependencyProperties = {
  forward: ['Requires', 'Requisite', 'Wants', 'ConsistsOf', 'BindsTo', 'Upholds'],
  reverse: ['RequiredBy', 'RequisiteOf', 'WantedBy', 'PartOf', 'BoundBy', 'UpheldBy'],
  after: ['After'],
  before: ['Before'],
} as const satisfies Readonly<Record<Options['dependency'], readonly string[]>>

/**
 * The names a unit depends on directly, each once, in the order of their relations. The error says what the manager says of the
 * name.
 */
export async function dependenciesOf(
  client: Client,
  name: string,
  direction: Options['dependency'],
): Promise<Result<readonly string[], BusError>> {
  const path = unitPath(name)
  const lists = await Promise.all(
    dependencyProperties[direction].map(property => client.get(path, unitInterface, property)),
  )
  const names = new Set<string>()
  for (const list of lists) {
    if (!list.ok) {
      return list
    }
    for (const other of list.value) {
      names.add(other)
    }
  }
  return ok([...names])
}

/** The units typed, and what they depend on directly. */
export async function addDependencies(
  session: Session,
  client: Client,
  typed: readonly string[],
): Promise<readonly string[]> {
  const all = new Set(typed)
  for (const name of typed) {
    const others = await dependenciesOf(client, name, session.options.dependency)
    if (!others.ok) {
      session.say('error', `Failed to get properties of ${name}: ${describeError(others.error)}`)
    }
    for (const other of others.ok ? others.value : []) {
      all.add(other)
    }
  }
  return [...all]
}
