/** Identity and scheduling as properties (systemd.exec(5)). */
import type { Getters } from '#control/implement.ts'
import type { execContextProperties } from '#control/protocol/units/exec-context.ts'
import { ioSchedulingDefault } from '#core/unit/kinds/exec/scheduling.ts'
import { cpuMask } from '#manager/bus/properties/masks.ts'
import type { ExecSubject } from '#manager/bus/properties/subject.ts'

type ExecGetters = Getters<typeof execContextProperties, ExecSubject>

const uint64Max = 2n ** 64n - 1n
/** MPOL_PREFERRED: what a set of nodes without a policy means. */
const preferred = 1

export const processSettings = {
  User: ({ exec }) => exec.User,
  Group: ({ exec }) => exec.Group,
  SupplementaryGroups: ({ exec }) => exec.SupplementaryGroups,
  DynamicUser: ({ exec }) => exec.DynamicUser,
  SetLoginEnvironment: ({ exec }) =>
    exec.SetLoginEnvironment ?? (exec.User !== '' || exec.DynamicUser || exec.PAMName !== ''),
  RemoveIPC: ({ exec }) => exec.RemoveIPC,
  PAMName: ({ exec }) => exec.PAMName,
  UMask: ({ exec }) => exec.UMask,
  OOMScoreAdjust: ({ exec, host }) => exec.OOMScoreAdjust ?? host.oomScoreAdjust,
  CoredumpFilter: ({ exec, host }) => exec.CoredumpFilter ?? host.coredumpFilter,
  Nice: ({ exec, host }) => exec.Nice ?? host.nice,
  IOSchedulingClass: ({ exec }) => (exec.IOScheduling ?? ioSchedulingDefault).class,
  IOSchedulingPriority: ({ exec }) => (exec.IOScheduling ?? ioSchedulingDefault).priority,
  CPUSchedulingPolicy: ({ exec }) => exec.CPUScheduling?.policy ?? 0,
  CPUSchedulingPriority: ({ exec }) => exec.CPUScheduling?.priority ?? 0,
  CPUSchedulingResetOnFork: ({ exec }) => exec.CPUSchedulingResetOnFork,
  CPUAffinity: ({ exec }) => cpuMask(exec.CPUAffinity.cpus),
  CPUAffinityFromNUMA: ({ exec }) => exec.CPUAffinity.fromNuma,
  NUMAPolicy: ({ exec }) => exec.NUMAPolicy ?? (exec.NUMAMask.length > 0 ? preferred : -1),
  NUMAMask: ({ exec }) => cpuMask(exec.NUMAMask === 'all' ? [0] : exec.NUMAMask),
  TimerSlackNSec: ({ exec, host }) => exec.TimerSlackNSec ?? host.timerSlackNs,
  SecureBits: ({ exec }) => exec.SecureBits,
  CapabilityBoundingSet: ({ exec }) => exec.CapabilityBoundingSet ?? uint64Max,
  AmbientCapabilities: ({ exec }) => exec.AmbientCapabilities ?? 0n,
  IgnoreSIGPIPE: ({ exec }) => exec.IgnoreSIGPIPE,
  NoNewPrivileges: ({ exec }) => exec.NoNewPrivileges,
  Personality: ({ exec }) => exec.Personality,
  LockPersonality: ({ exec }) => exec.LockPersonality,
  KeyringMode: ({ exec }) => exec.KeyringMode ?? 'shared',
  MemoryKSM: ({ exec }) => exec.MemoryKSM ?? false,
  UtmpIdentifier: ({ exec }) => exec.UtmpIdentifier,
  UtmpMode: ({ exec }) => exec.UtmpMode,
} as const satisfies Partial<ExecGetters>
