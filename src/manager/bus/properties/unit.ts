/** The settings half of org.freedesktop.systemd1.Unit (systemd.unit(5)). */
import type { Getters } from '#control/implement.ts'
import type { unitInterface } from '#control/protocol/unit.ts'
import type { Unit } from '#core/unit/unit.ts'

export interface AnyUnitSubject {
  readonly unit: Unit
}

export const unitSettings = {
  RequiresMountsFor: ({ unit }) => unit.unit.RequiresMountsFor,
  WantsMountsFor: ({ unit }) => unit.unit.WantsMountsFor,
  Documentation: ({ unit }) => unit.unit.Documentation,
  Description: ({ unit }) => unit.unit.Description,
  AccessSELinuxContext: () => '',
  FragmentPath: ({ unit }) => unit.fragmentPath ?? '',
  SourcePath: ({ unit }) => unit.sourcePath ?? '',
  DropInPaths: ({ unit }) => unit.dropInPaths,
  CanClean: ({ unit }) => cleanable(unit),
  StopWhenUnneeded: ({ unit }) => unit.unit.StopWhenUnneeded,
  RefuseManualStart: ({ unit }) => unit.unit.RefuseManualStart,
  RefuseManualStop: ({ unit }) => unit.unit.RefuseManualStop,
  AllowIsolate: ({ unit }) => unit.unit.AllowIsolate,
  DefaultDependencies: ({ unit }) => unit.unit.DefaultDependencies,
  SurviveFinalKillSignal: ({ unit }) => unit.unit.SurviveFinalKillSignal,
  OnSuccessJobMode: ({ unit }) => unit.unit.OnSuccessJobMode,
  OnFailureJobMode: ({ unit }) => unit.unit.OnFailureJobMode,
  IgnoreOnIsolate: ({ unit }) => unit.unit.IgnoreOnIsolate,
  JobTimeoutUSec: ({ unit }) => unit.unit.JobTimeoutSec,
  JobRunningTimeoutUSec: ({ unit }) => unit.unit.JobRunningTimeoutSec,
  JobTimeoutAction: ({ unit }) => unit.unit.JobTimeoutAction,
  JobTimeoutRebootArgument: ({ unit }) => unit.unit.JobTimeoutRebootArgument,
  StartLimitIntervalUSec: ({ unit }) => unit.unit.StartLimitIntervalSec,
  StartLimitBurst: ({ unit }) => unit.unit.StartLimitBurst,
  StartLimitAction: ({ unit }) => unit.unit.StartLimitAction,
  FailureAction: ({ unit }) => unit.unit.FailureAction,
  FailureActionExitStatus: ({ unit }) => unit.unit.FailureActionExitStatus ?? -1,
  SuccessAction: ({ unit }) => unit.unit.SuccessAction,
  SuccessActionExitStatus: ({ unit }) => unit.unit.SuccessActionExitStatus ?? -1,
  RebootArgument: ({ unit }) => unit.unit.RebootArgument,
  CollectMode: ({ unit }) => unit.unit.CollectMode,
  Transient: ({ unit }) => unit.transient,
  Perpetual: ({ unit }) => unit.perpetual,
} as const satisfies Partial<Getters<typeof unitInterface.properties, AnyUnitSubject>>

/** What `systemctl clean` could remove of a unit. */
function cleanable(unit: Unit): readonly string[] {
  if (!('exec' in unit)) {
    return unit.type === 'timer' && unit.timer.Persistent ? ['state'] : []
  }
  const { exec } = unit
  const folders = [
    ['runtime', exec.RuntimeDirectory],
    ['state', exec.StateDirectory],
    ['cache', exec.CacheDirectory],
    ['logs', exec.LogsDirectory],
    ['configuration', exec.ConfigurationDirectory],
  ] as const
  const filled: string[] = folders.filter(([, directories]) => directories.length > 0).map(([name]) => name)
  return unit.type === 'service' && unit.service.FileDescriptorStoreMax > 0 ? [...filled, 'fdstore'] : filled
}
