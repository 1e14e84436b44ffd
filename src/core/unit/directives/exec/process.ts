/** How the kernel treats a process (systemd.exec(5), "Process Properties", "Scheduling"). */

import { resettable } from '#core/unit/kinds/complain.ts'
import { cpuAffinity, nodeSet } from '#core/unit/kinds/exec/cpu-set.ts'
import {
  type CpuScheduling,
  coredumpFilter,
  type IoScheduling,
  ioClass,
  ioPriority,
  nice,
  oomScoreAdjust,
  personality,
  schedulingPolicy,
  schedulingPriority,
} from '#core/unit/kinds/exec/scheduling.ts'
import { effective, inert, into, slot, type Table } from '#core/unit/kinds/kind.ts'
import { boolean, mode, tristate } from '#core/unit/kinds/scalar.ts'
import { nanoseconds } from '#core/unit/kinds/span.ts'
import { numberedWord } from '#core/unit/kinds/word.ts'

const cpuScheduling = slot<CpuScheduling | null>('CPUScheduling', null)
const ioScheduling = slot<IoScheduling | null>('IOScheduling', null)
const numaPolicies = ['default', 'preferred', 'bind', 'interleave', 'local'] as const

export const processDirectives = {
  UMask: effective(mode(0o022)),
  Nice: effective(nice()),
  OOMScoreAdjust: effective(oomScoreAdjust()),
  CoredumpFilter: effective(coredumpFilter()),
  CPUScheduling: cpuScheduling,
  CPUSchedulingPolicy: into(cpuScheduling, schedulingPolicy),
  CPUSchedulingPriority: into(cpuScheduling, schedulingPriority),
  CPUSchedulingResetOnFork: effective(boolean(false)),
  CPUAffinity: effective(cpuAffinity()),
  IOScheduling: ioScheduling,
  IOSchedulingClass: into(ioScheduling, ioClass),
  IOSchedulingPriority: into(ioScheduling, ioPriority),
  TimerSlackNSec: effective(nanoseconds()),
  Personality: effective(personality()),
  NUMAPolicy: inert(resettable(numberedWord(numaPolicies, null)), 'memory policies are not set'),
  NUMAMask: inert(nodeSet(), 'memory policies are not set'),
  IgnoreSIGPIPE: effective(boolean(true)),
  LockPersonality: inert(boolean(false), 'system calls are not filtered'),
  MemoryKSM: inert(tristate(), 'memory merging is left as it is'),
} as const satisfies Table
