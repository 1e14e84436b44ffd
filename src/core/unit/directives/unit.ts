/** [Unit] (systemd.unit(5)). Relations to other units are read into Unit.relations and stand here only as a table. */
import { type JobMode, jobModes } from '#core/unit/job-mode.ts'
import { exitCode } from '#core/unit/kinds/exec/exit-status-set.ts'
import { effective, inert, into, type SettingsOf, slot, type Table } from '#core/unit/kinds/kind.ts'
import { absolutePath, mountPaths } from '#core/unit/kinds/path.ts'
import { boolean, unsigned } from '#core/unit/kinds/scalar.ts'
import { jobSpan, span } from '#core/unit/kinds/span.ts'
import { text } from '#core/unit/kinds/text.ts'
import { emergencyAction, isolateMode, rebootArgument } from '#core/unit/kinds/unit/action.ts'
import { urlList } from '#core/unit/kinds/unit/documentation.ts'
import { unitNames } from '#core/unit/kinds/unit/unit-names.ts'
import { word } from '#core/unit/kinds/word.ts'
import { assertRows, assertSlot, conditionRows, conditionSlot } from './condition.ts'

const onFailureJobMode = slot<JobMode>('OnFailureJobMode', 'replace')
const relation = effective(unitNames({ type: null }))

export const unitDirectives = {
  Description: effective(text()),
  Documentation: effective(urlList()),
  SourcePath: effective(absolutePath()),
  Requires: relation,
  Requisite: relation,
  Wants: relation,
  BindsTo: relation,
  BindTo: { renamed: 'BindsTo', warning: null },
  Upholds: relation,
  Conflicts: relation,
  Before: relation,
  After: relation,
  OnSuccess: relation,
  OnFailure: relation,
  PropagatesReloadTo: relation,
  PropagateReloadTo: { renamed: 'PropagatesReloadTo', warning: null },
  ReloadPropagatedFrom: relation,
  PropagateReloadFrom: { renamed: 'ReloadPropagatedFrom', warning: null },
  PropagatesStopTo: relation,
  StopPropagatedFrom: relation,
  PartOf: relation,
  JoinsNamespaceOf: inert(unitNames({ type: null }), 'services have no namespaces of their own'),
  RequiresOverridable: {
    renamed: 'Requires',
    warning:
      'Unit dependency type RequiresOverridable= is obsolete, replacing by Requires=, please update your unit file',
  },
  RequisiteOverridable: {
    renamed: 'Requisite',
    warning:
      'Unit dependency type RequisiteOverridable= is obsolete, replacing by Requisite=, please update your unit file',
  },
  RequiresMountsFor: effective(mountPaths()),
  WantsMountsFor: effective(mountPaths()),
  StopWhenUnneeded: effective(boolean(false)),
  RefuseManualStart: effective(boolean(false)),
  RefuseManualStop: effective(boolean(false)),
  AllowIsolate: effective(boolean(false)),
  DefaultDependencies: effective(boolean(true)),
  SurviveFinalKillSignal: inert(boolean(false), 'a container ends with its PID 1'),
  OnSuccessJobMode: effective(word(jobModes, 'fail')),
  OnFailureJobMode: effective(word(jobModes, 'replace')),
  OnFailureIsolate: into(onFailureJobMode, isolateMode),
  IgnoreOnIsolate: effective(boolean(false)),
  /** Removed from systemd in version 228. */
  IgnoreOnSnapshot: { obsolete: 'said' },
  JobTimeoutSec: effective(jobSpan()),
  JobRunningTimeoutSec: effective(jobSpan()),
  JobTimeoutAction: effective(emergencyAction()),
  JobTimeoutRebootArgument: inert(rebootArgument(), 'a container has no firmware to reboot into'),
  StartLimitIntervalSec: effective(span<bigint | null>(null)),
  StartLimitInterval: { renamed: 'StartLimitIntervalSec', warning: null },
  StartLimitBurst: effective(unsigned(null)),
  StartLimitAction: effective(emergencyAction()),
  FailureAction: effective(emergencyAction()),
  SuccessAction: effective(emergencyAction()),
  FailureActionExitStatus: effective(exitCode()),
  SuccessActionExitStatus: effective(exitCode()),
  RebootArgument: inert(rebootArgument(), 'a container has no firmware to reboot into'),
  CollectMode: effective(word(['inactive', 'inactive-or-failed'], 'inactive')),
  Conditions: conditionSlot,
  Asserts: assertSlot,
  ...conditionRows,
  ...assertRows,
} as const satisfies Table

export type ParsedUnit = SettingsOf<typeof unitDirectives>

type Undecided = 'StartLimitIntervalSec' | 'StartLimitBurst' | 'JobTimeoutSec' | 'JobRunningTimeoutSec'

/** What is left open by the file is decided when the unit is loaded; conditions stand in Unit.conditions and Unit.asserts. */
export type UnitSettings = Omit<ParsedUnit, Undecided | 'Conditions' | 'Asserts'> & {
  readonly StartLimitIntervalSec: bigint
  readonly StartLimitBurst: number
  readonly JobTimeoutSec: bigint
  readonly JobRunningTimeoutSec: bigint
}
