/**
 * What Service, Socket, Mount, Swap, Scope and Slice tell of the processes in their control group (org.freedesktop.systemd1(5), "Properties" of
 * those interfaces). 2^64-1 means: not known.
 */
import type { MethodsSpec, PropertiesSpec } from '#control/protocol/interface-spec.ts'

/** Where the processes are, and what they use. */
export const accountingProperties = {
  Slice: { type: 's', emits: 'false' },
  ControlGroup: { type: 's', emits: 'false' },
  ControlGroupId: { type: 't', emits: 'false' },
  MemoryCurrent: { type: 't', emits: 'false' },
  MemoryPeak: { type: 't', emits: 'false' },
  MemorySwapCurrent: { type: 't', emits: 'false' },
  MemorySwapPeak: { type: 't', emits: 'false' },
  MemoryZSwapCurrent: { type: 't', emits: 'false' },
  MemoryAvailable: { type: 't', emits: 'false' },
  EffectiveMemoryMax: { type: 't', emits: 'false' },
  EffectiveMemoryHigh: { type: 't', emits: 'false' },
  CPUUsageNSec: { type: 't', emits: 'false' },
  EffectiveCPUs: { type: 'ay', emits: 'false' },
  EffectiveMemoryNodes: { type: 'ay', emits: 'false' },
  TasksCurrent: { type: 't', emits: 'false' },
  EffectiveTasksMax: { type: 't', emits: 'false' },
  IPIngressBytes: { type: 't', emits: 'false' },
  IPIngressPackets: { type: 't', emits: 'false' },
  IPEgressBytes: { type: 't', emits: 'false' },
  IPEgressPackets: { type: 't', emits: 'false' },
  IOReadBytes: { type: 't', emits: 'false' },
  IOReadOperations: { type: 't', emits: 'false' },
  IOWriteBytes: { type: 't', emits: 'false' },
  IOWriteOperations: { type: 't', emits: 'false' },
} as const satisfies PropertiesSpec

/** The processes themselves. */
export const accountingMethods = {
  GetProcesses: { out: { processes: 'a(sus)' }, access: 'read' },
  AttachProcesses: { in: { subcgroup: 's', pids: 'au' }, access: 'change' },
} as const satisfies MethodsSpec
