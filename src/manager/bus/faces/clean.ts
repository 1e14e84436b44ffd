/** Removing what units keep (systemctl(1), clean), with systemd's words for what cannot be. */
import { type BusError, busError } from '#control/errors.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { activeState } from '#core/engine/work.ts'
import type { Entry } from '#core/engine/world.ts'
import { directorySettings } from '#core/exec/build-launch.ts'
import { directoryPaths } from '#core/exec/directories.ts'
import { invalidArgs, notSupported } from '#manager/bus/faces/manager/refusals.ts'
import type { Steward } from '#manager/steward.ts'

/** What can be asked for, with the folders it means; `fdstore` has none. */
const resources = {
  runtime: ['Runtime'],
  state: ['State'],
  cache: ['Cache'],
  logs: ['Logs'],
  configuration: ['Configuration'],
  fdstore: [],
  all: ['Runtime', 'State', 'Cache', 'Logs', 'Configuration'],
} as const

export function cleanUnit(
  steward: Steward,
  entry: Entry,
  mask: readonly string[],
): Result<Record<never, never>, BusError> {
  const unknown = mask.find(word => !isResource(word))
  if (unknown !== undefined) {
    return invalidArgs(`Invalid resource type: ${unknown}`)
  }
  const { unit, machine } = entry
  const exec = machine.execution?.(unit).exec
  if (exec === undefined) {
    return notSupported(`Unit '${unit.id}' does not support cleaning.`)
  }
  if (activeState(entry) !== 'inactive' || entry.job !== null) {
    return fail(busError('org.freedesktop.systemd1.UnitBusy', 'Unit is not inactive or has pending job.'))
  }
  const kinds = new Set<string>(mask.filter(isResource).flatMap(word => resources[word]))
  const paths = directorySettings(exec)
    .filter(({ kind }) => kinds.has(kind))
    .flatMap(directoryPaths)
  if (paths.length === 0) {
    return fail(busError('org.freedesktop.systemd1.NothingToClean', 'No matching resources found.'))
  }
  steward.submit({ type: 'unit', unit: unit.id, event: { type: 'clean', paths } })
  return ok({})
}

function isResource(word: string): word is keyof typeof resources {
  return Object.hasOwn(resources, word)
}
