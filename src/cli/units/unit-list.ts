/** The units a manager has in memory, and which of them a command shows (systemctl(1), "list-units"). */

import type { Options } from '#cli/command-line/options.ts'
import type { Client } from '#control/client.ts'
import type { BusError } from '#control/errors.ts'
import { managerPath } from '#control/object-path.ts'
import { managerInterface } from '#control/protocol/manager.ts'
import { ok, type Result } from '#core/base/result.ts'

/** A unit as ListUnitsByPatterns tells of it. */
export interface ListedUnit {
  readonly name: string
  readonly description: string
  readonly loadState: string
  readonly activeState: string
  readonly subState: string
  /** The unit it follows in its state, or empty. */
  readonly following: string
  readonly path: string
  /** 0 when there is no job. */
  readonly jobId: number
  readonly jobType: string
}

type Filter = Pick<Options, 'types' | 'states' | 'all'>

/** Asks for the units that fit one of the patterns, all without any, as far as the options want them shown. */
export async function listShownUnits(
  client: Client,
  { types, states, all }: Filter,
  patterns: readonly string[],
): Promise<Result<readonly ListedUnit[], BusError>> {
  const reply = await client.invoke(managerPath, managerInterface, 'ListUnitsByPatterns', { states, patterns })
  if (!reply.ok) {
    return reply
  }
  const units = reply.value.units.map(
    ([name, description, loadState, activeState, subState, following, path, jobId, jobType]): ListedUnit => ({
      name,
      description,
      loadState,
      activeState,
      subState,
      following,
      path,
      jobId,
      jobType,
    }),
  )
  return ok(units.filter(unit => isShown(unit, { types, states, all })))
}

/** Without --all, what is inactive and has no job is left out, unless its state was asked for, and so is what follows others. */
function isShown(unit: ListedUnit, { types, states, all }: Filter): boolean {
  if (types.length > 0 && !types.includes(typeOf(unit.name))) {
    return false
  }
  if (all) {
    return true
  }
  if (unit.following !== '') {
    return false
  }
  return states.length > 0 || unit.jobId > 0 || unit.activeState !== 'inactive'
}

function typeOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

/** By type, then by name, without regard to case. */
export function compareUnits(one: { readonly name: string }, other: { readonly name: string }): number {
  return compareFolded(typeOf(one.name), typeOf(other.name)) || compareFolded(one.name, other.name)
}

function compareFolded(one: string, other: string): number {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()]
  return a < b ? -1 : a > b ? 1 : 0
}
