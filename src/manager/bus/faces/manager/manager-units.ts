/** Methods of the manager about units and jobs. */

import type { BusError } from '#control/errors.ts'
import { busError } from '#control/errors.ts'
import type { Handlers } from '#control/implement.ts'
import { jobPath, unitPath } from '#control/object-path.ts'
import type { managerMethods } from '#control/protocol/manager-methods.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { hexOf } from '#core/base/text/hex.ts'
import { refusalOf } from '#core/engine/view.ts'
import type { Entry } from '#core/engine/world.ts'
import { cleanUnit } from '#manager/bus/faces/clean.ts'
import { jobRow, neighbours } from '#manager/bus/faces/job-face.ts'
import { killUnit } from '#manager/bus/faces/kill.ts'
import { setProperties } from '#manager/bus/faces/set-properties.ts'
import { controlGroup } from '#manager/processes/control-group.ts'
import type { Steward } from '#manager/steward.ts'
import { anyUnit, loadedUnit, rowsByNames, unitByInvocation, unitByPid, unitRows } from './lists.ts'
import { invalidArgs, notReferenced, notSupported, refuse } from './refusals.ts'
import { enqueueJob, enqueueMarkedJobs, queueJob, wanted } from './requests.ts'

type ManagerHandlers = Handlers<typeof managerMethods, Steward>

function pathOf(found: Result<Entry, BusError>): Result<{ unit: string }, BusError> {
  return found.ok ? ok({ unit: unitPath(found.value.unit.id) }) : found
}

function noJob(id: number): Result<never, BusError> {
  return fail(busError('org.freedesktop.systemd1.NoSuchJob', `Job ${id} does not exist.`))
}

const notHere = (what: string) => () => notSupported(`${what} is not supported by berth yet.`)

export const unitMethods = {
  GetUnit: (steward, { name }) => pathOf(loadedUnit(steward, name)),
  GetUnitByPID: (steward, { pid }, { caller }) => pathOf(unitByPid(steward, pid === 0 ? caller.pid : pid)),
  GetUnitByInvocationID: (steward, { invocation_id }) => pathOf(unitByInvocation(steward, hexOf(invocation_id))),
  GetUnitByControlGroup: () =>
    fail(busError('org.freedesktop.systemd1.NoSuchUnit', 'Control groups are not used by this manager.')),
  GetUnitByPIDFD: notHere('Looking up units by pidfd'),
  LoadUnit: (steward, { name }) => pathOf(anyUnit(steward, name)),
  StartUnit: (steward, { name, mode }) => queueJob(steward, name, mode, wanted.Start),
  StartUnitWithFlags: (steward, { name, mode, flags }) =>
    flags === 0n ? queueJob(steward, name, mode, wanted.Start) : invalidArgs("Invalid 'flags' parameter, must be 0"),
  StartUnitReplace: (steward, { old_unit, new_unit, mode }) => {
    const old = loadedUnit(steward, old_unit)
    return old.ok && old.value.job !== null
      ? queueJob(steward, new_unit, mode, wanted.Start)
      : fail(busError('org.freedesktop.systemd1.NoSuchJob', `No job queued for unit ${old_unit}`))
  },
  StopUnit: (steward, { name, mode }) => queueJob(steward, name, mode, wanted.Stop),
  ReloadUnit: (steward, { name, mode }) => queueJob(steward, name, mode, wanted.Reload),
  RestartUnit: (steward, { name, mode }) => queueJob(steward, name, mode, wanted.Restart),
  TryRestartUnit: (steward, { name, mode }) => queueJob(steward, name, mode, wanted.TryRestart),
  ReloadOrRestartUnit: (steward, { name, mode }) => queueJob(steward, name, mode, wanted.ReloadOrRestart),
  ReloadOrTryRestartUnit: (steward, { name, mode }) => queueJob(steward, name, mode, wanted.ReloadOrTryRestart),
  EnqueueUnitJob: (steward, { name, job_type, job_mode }) => enqueueJob(steward, name, job_type, job_mode),
  EnqueueMarkedJobs: steward => enqueueMarkedJobs(steward),
  KillUnit: (steward, { name, whom, signal }) => killNamed(steward, name, whom, signal, null),
  QueueSignalUnit: (steward, { name, whom, signal, value }) => killNamed(steward, name, whom, signal, value),
  CleanUnit: (steward, { name, mask }) => {
    const found = anyUnit(steward, name)
    const refusal = found.ok ? refusalOf(found.value.unit) : null
    if (!found.ok) {
      return found
    }
    return refusal === null ? cleanUnit(steward, found.value, mask) : refuse(refusal)
  },
  FreezeUnit: notHere('Freezing units'),
  ThawUnit: notHere('Thawing units'),
  ResetFailedUnit: (steward, { name }) => {
    const found = loadedUnit(steward, name)
    if (found.ok) {
      steward.submit({ type: 'reset-failed', unit: found.value.unit.id })
    }
    return found.ok ? ok({}) : found
  },
  ResetFailed: steward => {
    steward.submit({ type: 'reset-failed', unit: null })
    return ok({})
  },
  SetUnitProperties: (steward, { name, properties }) => {
    const found = anyUnit(steward, name)
    if (!found.ok) {
      return found
    }
    const { load, id } = found.value.unit
    if (load === 'not-found') {
      return fail(busError('org.freedesktop.systemd1.NoSuchUnit', `Unit ${id} not found.`))
    }
    return setProperties(steward, found.value, properties)
  },
  BindMountUnit: notHere('Mounting into units'),
  MountImageUnit: notHere('Mounting into units'),
  RefUnit: (steward, { name }, { caller }) => {
    const found = anyUnit(steward, name)
    if (found.ok) {
      steward.references.take(caller, found.value.unit.id)
    }
    return found.ok ? ok({}) : found
  },
  UnrefUnit: (steward, { name }, { caller }) => {
    const found = loadedUnit(steward, name)
    if (!found.ok) {
      return found
    }
    return steward.references.drop(caller, found.value.unit.id) ? ok({}) : notReferenced()
  },
  StartTransientUnit: notHere('Starting transient units'),
  StartAuxiliaryScope: notHere('Starting scopes'),
  AttachProcessesToUnit: notHere('Moving processes between units'),
  AbandonScope: notHere('Abandoning scopes'),
  GetUnitProcesses: (steward, { name }) => {
    const found = loadedUnit(steward, name)
    return found.ok ? ok({ processes: processRows(steward, found.value) }) : found
  },
  GetJob: ({ world }, { id }) => (world.jobs.has(id) ? ok({ job: jobPath(id) }) : noJob(id)),
  GetJobAfter: (steward, { id }) => around(steward, id, 'after'),
  GetJobBefore: (steward, { id }) => around(steward, id, 'before'),
  CancelJob: (steward, { id }) => {
    if (!steward.world.jobs.has(id)) {
      return noJob(id)
    }
    steward.submit({ type: 'cancel-job', job: id })
    return ok({})
  },
  ClearJobs: steward => {
    steward.submit({ type: 'cancel-all-jobs' })
    return ok({})
  },
  ListUnits: steward => ok({ units: unitRows(steward, [], []) }),
  ListUnitsFiltered: (steward, { states }) => ok({ units: unitRows(steward, states, []) }),
  ListUnitsByPatterns: (steward, { states, patterns }) => ok({ units: unitRows(steward, states, patterns) }),
  ListUnitsByNames: (steward, { names }) => ok({ units: rowsByNames(steward, names) }),
  ListJobs: ({ world }) => ok({ jobs: [...world.jobs.values()].map(jobRow) }),
} as const satisfies Partial<ManagerHandlers>

function around(steward: Steward, id: number, which: 'after' | 'before') {
  const job = steward.world.jobs.get(id)
  return job === undefined ? noJob(id) : ok({ jobs: neighbours({ steward, job }, which) })
}

function killNamed(steward: Steward, name: string, whom: string, signal: number, value: number | null) {
  const found = loadedUnit(steward, name)
  return found.ok ? killUnit(steward, found.value, whom, signal, value) : found
}

/**
 * The control group a unit would have, its pid and its command line, for the tree in `status`. Those of a slice are all that
 * run in it.
 */
export function processRows(steward: Steward, entry: Entry): [string, number, string][] {
  const processes = steward.processesByUnit()
  const top = controlGroup(steward.world, entry)
  const inside = (group: string): boolean => top !== '' && group.startsWith(top === '/' ? '/' : `${top}/`)
  return [...processes].flatMap(([unit, shown]) => {
    const owner = steward.world.entries.get(unit)
    const group = owner === undefined ? '' : controlGroup(steward.world, owner)
    const belongs = owner === entry || (entry.unit.type === 'slice' && inside(group))
    return belongs ? shown.map(({ pid, commandLine }): [string, number, string] => [group, pid, commandLine]) : []
  })
}
