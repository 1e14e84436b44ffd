/** Lists of units, and finding one (systemctl(1), list-units). */

import { type BusError, busError } from '#control/errors.ts'
import { jobPath, unitPath } from '#control/object-path.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { fitsAny } from '#core/base/text/name-pattern.ts'
import { activeState } from '#core/engine/work.ts'
import { type Entry, find } from '#core/engine/world.ts'
import { isUnitName } from '#core/unit/name/name.ts'
import type { Steward } from '#manager/steward.ts'
import { invalidArgs, refuse } from './refusals.ts'

/** Name, description, load, active and sub state, followed unit, path, and the job: id, type, path. */
export type UnitRow = readonly [string, string, string, string, string, string, string, number, string, string]

export function unitRow(entry: Entry): UnitRow {
  const { unit, job } = entry
  return [
    unit.id,
    unit.unit.Description,
    unit.load,
    activeState(entry),
    entry.machine.subState(entry.state),
    '',
    unitPath(unit.id),
    job?.id ?? 0,
    job?.type ?? '',
    job === null ? '/' : jobPath(job.id),
  ]
}

/** Units in any of the states (load, active or sub state), with a name or alias that fits any of the patterns. */
export function unitRows({ world }: Steward, states: readonly string[], patterns: readonly string[]): UnitRow[] {
  const rows: UnitRow[] = []
  const fits = fitsAny(patterns)
  for (const entry of world.entries.values()) {
    const row = unitRow(entry)
    const fitsState =
      states.length === 0 || states.includes(row[2]) || states.includes(row[3]) || states.includes(row[4])
    if (fitsState && (patterns.length === 0 || fits(entry.unit.id))) {
      rows.push(row)
    }
  }
  return rows
}

/** Rows for these names; what is not in memory is read from disk first. */
export function rowsByNames(steward: Steward, names: readonly string[]): UnitRow[] {
  return names.flatMap(name => {
    const loaded = steward.load(name)
    return loaded.ok ? [unitRow(loaded.value)] : []
  })
}

/** A unit that is in memory. */
export function loadedUnit({ world }: Steward, name: string): Result<Entry, BusError> {
  if (!isUnitName(name)) {
    return invalidArgs(`Unit name ${name} is neither a valid invocation ID nor unit name.`)
  }
  const entry = find(world, name)
  return entry === undefined
    ? fail(busError('org.freedesktop.systemd1.NoSuchUnit', `Unit ${name} not loaded.`))
    : ok(entry)
}

/** A unit that is in memory, or is now. */
export function anyUnit(steward: Steward, name: string): Result<Entry, BusError> {
  const loaded = steward.load(name)
  return loaded.ok ? loaded : refuse(loaded.error)
}

/** The unit a process belongs to; pid 0 is the caller. */
export function unitByPid(steward: Steward, pid: number): Result<Entry, BusError> {
  const unit = steward.unitOfProcess(pid)
  const entry = unit === undefined ? undefined : find(steward.world, unit)
  return entry === undefined
    ? fail(busError('org.freedesktop.systemd1.NoUnitForPID', `PID ${pid} does not belong to any loaded unit.`))
    : ok(entry)
}

export function unitByInvocation({ world }: Steward, id: string): Result<Entry, BusError> {
  for (const entry of world.entries.values()) {
    if (entry.invocationId === id && id !== '') {
      return ok(entry)
    }
  }
  return fail(
    busError('org.freedesktop.systemd1.NoUnitForInvocationID', `No unit with the specified invocation ID ${id} known.`),
  )
}
