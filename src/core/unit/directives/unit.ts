/** [Unit] (systemd.unit(5)). Relations to other units are read into Unit.relations and stand here only as a table. */
import { effective, inert, type SettingsOf, type Table } from '#core/unit/kind.ts'
import { urlList } from '#core/unit/kinds/documentation.ts'
import { exitCode } from '#core/unit/kinds/exit-status-set.ts'
import { absolutePath, mountPaths } from '#core/unit/kinds/path.ts'
import { boolean, unsigned } from '#core/unit/kinds/scalar.ts'
import { jobSpan, optionalSpan } from '#core/unit/kinds/span.ts'
import { description, text } from '#core/unit/kinds/text.ts'
import { unitNames } from '#core/unit/kinds/unit-names.ts'
import { word } from '#core/unit/kinds/word.ts'
import { assertRows, conditionRows } from './condition.ts'

/** What a whole unit's end may do to the whole system (FailureAction= and its siblings). */
export const emergencyActions = [
  'none',
  'exit',
  'exit-force',
  'reboot',
  'reboot-force',
  'reboot-immediate',
  'poweroff',
  'poweroff-force',
  'poweroff-immediate',
  'soft-reboot',
  'soft-reboot-force',
  'kexec',
  'kexec-force',
  'halt',
  'halt-force',
  'halt-immediate',
] as const

const relation = effective(unitNames({ type: null }))

export const unitDirectives = {
  Description: effective(description()),
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
  OnSuccessJobMode: effective(
    word(
      ['fail', 'replace', 'replace-irreversibly', 'isolate', 'flush', 'ignore-dependencies', 'ignore-requirements'],
      'fail',
    ),
  ),
  OnFailureJobMode: effective(
    word(
      ['fail', 'replace', 'replace-irreversibly', 'isolate', 'flush', 'ignore-dependencies', 'ignore-requirements'],
      'replace',
    ),
  ),
  OnFailureIsolate: effective(boolean(false)),
  IgnoreOnIsolate: effective(boolean(false)),
  JobTimeoutSec: effective(jobSpan()),
  JobRunningTimeoutSec: effective(jobSpan()),
  JobTimeoutAction: effective(word(emergencyActions, 'none')),
  JobTimeoutRebootArgument: inert(text(), 'a container has no firmware to reboot into'),
  StartLimitIntervalSec: effective(optionalSpan()),
  StartLimitInterval: { renamed: 'StartLimitIntervalSec', warning: null },
  StartLimitBurst: effective(unsigned(null)),
  StartLimitAction: effective(word(emergencyActions, 'none')),
  FailureAction: effective(word(emergencyActions, 'none')),
  SuccessAction: effective(word(emergencyActions, 'none')),
  FailureActionExitStatus: effective(exitCode()),
  SuccessActionExitStatus: effective(exitCode()),
  RebootArgument: inert(text(), 'a container has no firmware to reboot into'),
  CollectMode: effective(word(['inactive', 'inactive-or-failed'], 'inactive')),
  ...conditionRows,
  ...assertRows,
} as const satisfies Table

export type UnitSettings = SettingsOf<typeof unitDirectives>
