/** Condition...= and Assert...= of [Unit] (systemd.unit(5), "Conditions and Asserts"). */
import type { Condition } from '#core/unit/condition.ts'
import { type Into, into, slot } from '#core/unit/kinds/kind.ts'
import { condition } from '#core/unit/kinds/unit/condition.ts'

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

export const conditionSlot = slot<readonly Condition[]>('Conditions', [])
export const assertSlot = slot<readonly Condition[]>('Asserts', [])

function rows(prefix: 'Condition' | 'Assert'): Readonly<Record<string, Into<readonly Condition[]>>> {
  const target = prefix === 'Condition' ? conditionSlot : assertSlot
  const names = conditionSubjects.map(subject => `${prefix}${subject}`)
  // There never was an AssertFirmware=.
  const known = names.filter(name => name !== 'AssertFirmware')
  return Object.fromEntries(known.map(name => [name, into(target, condition(name))]))
}

export const conditionRows = rows('Condition')
export const assertRows = rows('Assert')
