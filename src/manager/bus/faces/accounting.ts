/**
 * What units with processes tell of them. No control group counts for us, so figures of use are "not known" (2^64-1); how much
 * a unit may use at most is that of the container.
 */

import type { Getters, Handlers } from '#control/implement.ts'
import type { accountingMethods, accountingProperties } from '#control/protocol/units/accounting.ts'
import { ok } from '#core/base/result.ts'
import { related } from '#core/engine/world.ts'
import { processRows } from '#manager/bus/faces/manager/manager-units.ts'
import { notSupported } from '#manager/bus/faces/manager/refusals.ts'
import { cgroupContextSettings } from '#manager/bus/properties/cgroup-context.ts'
import { controlGroup } from '#manager/processes/control-group.ts'
import type { UnitSubject } from './unit-runtime.ts'

const notKnown = 2n ** 64n - 1n

const unknown = () => notKnown

/** The most a unit may have: what the machine has, but for a unit that is not there. */
function wholeMemory({ steward, entry }: UnitSubject): bigint {
  return entry.unit.load === 'not-found' ? notKnown : steward.propertyHost.memoryBytes
}

function tasksMax({ steward, entry: { unit } }: UnitSubject): bigint {
  const host = steward.propertyHost
  const own =
    'resource' in unit && unit.type !== 'slice'
      ? cgroupContextSettings.TasksMax({ resource: unit.resource, host })
      : null
  return own === null || own > host.tasksMax ? host.tasksMax : own
}

export const accountingGetters = {
  Slice: ({ entry }) => [...related(entry, 'InSlice')][0] ?? '',
  ControlGroup: ({ steward, entry }) => controlGroup(steward.world, entry),
  ControlGroupId: () => 0n,
  MemoryCurrent: unknown,
  MemoryPeak: unknown,
  MemorySwapCurrent: unknown,
  MemorySwapPeak: unknown,
  MemoryZSwapCurrent: unknown,
  MemoryAvailable: wholeMemory,
  EffectiveMemoryMax: wholeMemory,
  EffectiveMemoryHigh: wholeMemory,
  CPUUsageNSec: unknown,
  EffectiveCPUs: () => new Uint8Array(),
  EffectiveMemoryNodes: () => new Uint8Array(),
  TasksCurrent: unknown,
  EffectiveTasksMax: tasksMax,
  IPIngressBytes: unknown,
  IPIngressPackets: unknown,
  IPEgressBytes: unknown,
  IPEgressPackets: unknown,
  IOReadBytes: unknown,
  IOReadOperations: unknown,
  IOWriteBytes: unknown,
  IOWriteOperations: unknown,
} as const satisfies Getters<typeof accountingProperties, UnitSubject>

export const accountingHandlers = {
  GetProcesses: ({ steward, entry }) => ok({ processes: processRows(steward, entry) }),
  AttachProcesses: () => notSupported('Moving processes between units is not supported by berth yet.'),
} as const satisfies Handlers<typeof accountingMethods, UnitSubject>
