/** The living half of org.freedesktop.systemd1.Unit: states, times, jobs, relations. */

import type { Getters } from '#control/implement.ts'
import { jobPath } from '#control/object-path.ts'
import type { unitInterface } from '#control/protocol/unit.ts'
import { canReload } from '#core/engine/view.ts'
import { activeState } from '#core/engine/work.ts'
import { type Check, type Entry, related } from '#core/engine/world.ts'
import type { Relation } from '#core/unit/relation.ts'
import { loadError } from '#manager/bus/properties/load-error.ts'
import type { Steward } from '#manager/steward.ts'

export interface UnitSubject {
  readonly steward: Steward
  readonly entry: Entry
}

type UnitGetters = Getters<typeof unitInterface.properties, UnitSubject>

const relations = [
  'Requires',
  'Requisite',
  'Wants',
  'BindsTo',
  'PartOf',
  'Upholds',
  'RequiredBy',
  'RequisiteOf',
  'WantedBy',
  'BoundBy',
  'UpheldBy',
  'ConsistsOf',
  'Conflicts',
  'ConflictedBy',
  'Before',
  'After',
  'OnSuccess',
  'OnSuccessOf',
  'OnFailure',
  'OnFailureOf',
  'Triggers',
  'TriggeredBy',
  'PropagatesReloadTo',
  'ReloadPropagatedFrom',
  'PropagatesStopTo',
  'StopPropagatedFrom',
  'JoinsNamespaceOf',
  'SliceOf',
] as const satisfies readonly Relation[]

const relationGetters = Object.fromEntries(
  relations.map(relation => [relation, ({ entry }: UnitSubject) => [...related(entry, relation)]]),
) as unknown as Pick<UnitGetters, (typeof relations)[number]>

function us(time: number): bigint {
  return BigInt(Math.round(time))
}

function canStart({ unit, machine }: Entry): boolean {
  return unit.load === 'loaded' && machine.canStart(unit) && !unit.unit.RefuseManualStart
}

/** What runs can be stopped, whatever has become of its file. */
function canStop({ unit, machine }: Entry): boolean {
  return machine.canStart(unit) && !unit.perpetual && !unit.unit.RefuseManualStop
}

const outcomes = { succeeded: 1, failed: -1, untested: 0, error: -1 } as const

/** Conditions and asserts with how they came out: 1 held, -1 did not, 0 was not looked at. */
function checkRows(
  conditions: Entry['unit']['conditions'],
  { details }: Check,
): [string, boolean, boolean, string, number][] {
  return conditions.map((condition, at) => {
    const outcome = details[at]?.outcome ?? 'untested'
    return [condition.type, condition.trigger, condition.negate, condition.parameter, outcomes[outcome]]
  })
}

export const unitRuntime = {
  ...relationGetters,
  Id: ({ entry }) => entry.unit.id,
  Names: ({ entry }) => [...entry.unit.names],
  Following: () => '',
  LoadState: ({ entry }) => entry.unit.load,
  ActiveState: ({ entry }) => activeState(entry),
  FreezerState: () => 'running',
  SubState: ({ entry }) => entry.machine.subState(entry.state),
  FragmentPath: ({ entry }) => entry.unit.fragmentPath ?? '',
  SourcePath: ({ entry }) => entry.unit.sourcePath ?? '',
  DropInPaths: ({ entry }) => [...entry.unit.dropInPaths],
  UnitFileState: ({ steward, entry }) => steward.unitFileState(entry.unit.id),
  UnitFilePreset: ({ steward, entry }) => steward.unitFilePreset(entry.unit.id),
  StateChangeTimestamp: ({ entry }) => us(entry.times.stateChange.realtime),
  StateChangeTimestampMonotonic: ({ entry }) => us(entry.times.stateChange.monotonic),
  InactiveExitTimestamp: ({ entry }) => us(entry.times.inactiveExit.realtime),
  InactiveExitTimestampMonotonic: ({ entry }) => us(entry.times.inactiveExit.monotonic),
  ActiveEnterTimestamp: ({ entry }) => us(entry.times.activeEnter.realtime),
  ActiveEnterTimestampMonotonic: ({ entry }) => us(entry.times.activeEnter.monotonic),
  ActiveExitTimestamp: ({ entry }) => us(entry.times.activeExit.realtime),
  ActiveExitTimestampMonotonic: ({ entry }) => us(entry.times.activeExit.monotonic),
  InactiveEnterTimestamp: ({ entry }) => us(entry.times.inactiveEnter.realtime),
  InactiveEnterTimestampMonotonic: ({ entry }) => us(entry.times.inactiveEnter.monotonic),
  CanStart: ({ entry }) => canStart(entry),
  CanStop: ({ entry }) => canStop(entry),
  CanReload: ({ entry }) => canReload(entry),
  CanIsolate: ({ entry }) => canStart(entry) && entry.unit.unit.AllowIsolate,
  CanFreeze: () => false,
  CanLiveMount: () => false,
  Job: ({ entry: { job } }) => (job === null ? [0, '/'] : [job.id, jobPath(job.id)]),
  NeedDaemonReload: ({ steward, entry }) => steward.needsReload(entry),
  Markers: ({ entry }) => [...entry.markers],
  ConditionResult: ({ entry }) => entry.conditions.result,
  AssertResult: ({ entry }) => entry.asserts.result,
  ConditionTimestamp: ({ entry }) => us(entry.conditions.at.realtime),
  ConditionTimestampMonotonic: ({ entry }) => us(entry.conditions.at.monotonic),
  AssertTimestamp: ({ entry }) => us(entry.asserts.at.realtime),
  AssertTimestampMonotonic: ({ entry }) => us(entry.asserts.at.monotonic),
  Conditions: ({ entry }) => checkRows(entry.unit.conditions, entry.conditions),
  Asserts: ({ entry }) => checkRows(entry.unit.asserts, entry.asserts),
  LoadError: ({ entry }) => [...loadError(entry.unit)],
  Transient: ({ entry }) => entry.unit.transient,
  Perpetual: ({ entry }) => entry.unit.perpetual,
  InvocationID: ({ entry }) => bytesOfHex(entry.invocationId),
  Refs: () => [],
  ActivationDetails: () => [],
  DebugInvocation: () => false,
} as const satisfies Partial<UnitGetters>

export function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], pair => Number.parseInt(pair, 16))
}
