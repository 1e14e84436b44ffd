/** Condition...= and Assert...= of [Unit] (systemd.unit(5), "Conditions and Asserts"). */
import type { ConditionRow } from '#core/unit/kind.ts'

/** What can be asked, without the words Condition and Assert in front. */
export const conditionSubjects = [
  'PathExists',
  'PathExistsGlob',
  'PathIsDirectory',
  'PathIsSymbolicLink',
  'PathIsMountPoint',
  'PathIsReadWrite',
  'PathIsEncrypted',
  'DirectoryNotEmpty',
  'FileNotEmpty',
  'FileIsExecutable',
  'NeedsUpdate',
  'FirstBoot',
  'Architecture',
  'Firmware',
  'Virtualization',
  'Host',
  'KernelCommandLine',
  'KernelVersion',
  'Version',
  'Credential',
  'Security',
  'Capability',
  'ACPower',
  'Memory',
  'CPUFeature',
  'CPUs',
  'Environment',
  'User',
  'Group',
  'ControlGroupController',
  'OSRelease',
  'MemoryPressure',
  'CPUPressure',
  'IOPressure',
] as const
export type ConditionSubject = (typeof conditionSubjects)[number]

function rows(prefix: 'Condition' | 'Assert', list: ConditionRow['list']): Readonly<Record<string, ConditionRow>> {
  return Object.fromEntries(
    conditionSubjects.map(subject => [
      `${prefix}${subject}`,
      { condition: `${prefix}${subject}`, list, effect: { is: 'effective' } },
    ]),
  )
}

export const conditionRows = rows('Condition', 'conditions')
export const assertRows = rows('Assert', 'asserts')
