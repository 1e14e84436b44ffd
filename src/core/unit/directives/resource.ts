/**
 * Control groups (systemd.resource-control(5)); part of [Service], [Socket], [Mount], [Swap], [Slice] and [Scope]. berth knows
 * the settings and shows them; a plain container has no control groups to write them to.
 */

import {
  bpfPrograms,
  delegation,
  disabledControllers,
  filterPrograms,
  nftSets,
  subgroup,
} from '#core/unit/kinds/cgroup.ts'
import { resettable, saying } from '#core/unit/kinds/complain.ts'
import { cpuSet } from '#core/unit/kinds/exec/cpu-set.ts'
import { effective, inert, into, type SettingsOf, slot, type Table } from '#core/unit/kinds/kind.ts'
import {
  type BlockIoLimit,
  blockIoDeviceWeight,
  blockIoLimit,
  type DeviceLimits,
  deviceRules,
  deviceValues,
  type IoLimit,
  ioDeviceWeight,
  ioLatency,
  ioLimit,
} from '#core/unit/kinds/sandbox/device.ts'
import { ipPrefixes } from '#core/unit/kinds/sandbox/ip-prefix.ts'
import { interfaceList } from '#core/unit/kinds/sandbox/restrict.ts'
import { boolean, optionalBoolean } from '#core/unit/kinds/scalar.ts'
import { socketBinds } from '#core/unit/kinds/socket-bind.ts'
import { resettableSpan, span, USEC_INFINITY } from '#core/unit/kinds/span.ts'
import { sliceName } from '#core/unit/kinds/unit/unit-names.ts'
import {
  cpuQuota,
  cpuWeight,
  memoryLimit,
  pressureDuration,
  pressureLimit,
  superseded,
  tasksMax,
  weight,
} from '#core/unit/kinds/weight.ts'
import { word, wordOrBoolean } from '#core/unit/kinds/word.ts'

const noGroups = 'a plain container has no control groups of its own'
const noBpf = 'a plain container may not load BPF programs'
const nowhere = { is: 'inert', why: noGroups } as const

const accounting = inert(optionalBoolean(), noGroups)
const memoryFloor = inert(memoryLimit({ unsaid: 0n, zero: 'allowed' }), noGroups)
const memoryCeiling = inert(memoryLimit({ unsaid: USEC_INFINITY, zero: 'refused' }), noGroups)
const swapCeiling = inert(memoryLimit({ unsaid: USEC_INFINITY, zero: 'allowed' }), noGroups)
const cpuShares = inert(weight(2n, 262144n, superseded('CPUWeight=')), noGroups)
const blockIoWeight = inert(weight(10n, 1000n), noGroups)

const oom = inert(resettable(word(['auto', 'kill'], 'auto', saying('Invalid syntax'))), noGroups)

const ioLimits = slot<readonly DeviceLimits<IoLimit>[]>('IODeviceLimits', [])
const blockIoLimits = slot<readonly DeviceLimits<BlockIoLimit>[]>('BlockIODeviceLimits', [])

export const resourceDirectives = {
  Slice: effective(sliceName()),
  Delegate: inert(delegation(), noGroups),
  DelegateSubgroup: inert(subgroup(), noGroups),
  DisableControllers: inert(disabledControllers(), noGroups),
  CPUAccounting: accounting,
  CPUWeight: inert(cpuWeight(), noGroups),
  StartupCPUWeight: inert(cpuWeight(), noGroups),
  CPUShares: cpuShares,
  StartupCPUShares: cpuShares,
  CPUQuota: inert(cpuQuota(), noGroups),
  CPUQuotaPeriodSec: inert(resettableSpan(USEC_INFINITY), noGroups),
  AllowedCPUs: inert(cpuSet(), noGroups),
  StartupAllowedCPUs: inert(cpuSet(), noGroups),
  AllowedMemoryNodes: inert(cpuSet(), noGroups),
  StartupAllowedMemoryNodes: inert(cpuSet(), noGroups),
  MemoryAccounting: accounting,
  MemoryMin: memoryFloor,
  DefaultMemoryMin: memoryFloor,
  DefaultMemoryLow: memoryFloor,
  DefaultStartupMemoryLow: inert(memoryLimit({ unsaid: 0n, zero: 'refused', cleared: USEC_INFINITY }), noGroups),
  MemoryLow: memoryFloor,
  StartupMemoryLow: memoryFloor,
  MemoryHigh: memoryCeiling,
  StartupMemoryHigh: memoryCeiling,
  MemoryMax: memoryCeiling,
  StartupMemoryMax: memoryCeiling,
  MemorySwapMax: swapCeiling,
  StartupMemorySwapMax: swapCeiling,
  MemoryZSwapMax: swapCeiling,
  StartupMemoryZSwapMax: swapCeiling,
  MemoryZSwapWriteback: inert(boolean(true), noGroups),
  MemoryLimit: inert(
    memoryLimit({ unsaid: USEC_INFINITY, zero: 'refused', warning: superseded('MemoryMax=') }),
    noGroups,
  ),
  TasksAccounting: accounting,
  TasksMax: inert(tasksMax('default'), noGroups),
  IOAccounting: accounting,
  IOWeight: inert(weight(1n, 10000n), noGroups),
  StartupIOWeight: inert(weight(1n, 10000n), noGroups),
  IODeviceWeight: inert(deviceValues(ioDeviceWeight), noGroups),
  IODeviceLimits: ioLimits,
  IOReadBandwidthMax: into(ioLimits, ioLimit('IOReadBandwidthMax'), nowhere),
  IOWriteBandwidthMax: into(ioLimits, ioLimit('IOWriteBandwidthMax'), nowhere),
  IOReadIOPSMax: into(ioLimits, ioLimit('IOReadIOPSMax'), nowhere),
  IOWriteIOPSMax: into(ioLimits, ioLimit('IOWriteIOPSMax'), nowhere),
  IODeviceLatencyTargetSec: inert(deviceValues(ioLatency), noGroups),
  BlockIOAccounting: accounting,
  BlockIOWeight: blockIoWeight,
  StartupBlockIOWeight: blockIoWeight,
  BlockIODeviceWeight: inert(deviceValues(blockIoDeviceWeight), noGroups),
  BlockIODeviceLimits: blockIoLimits,
  BlockIOReadBandwidth: into(blockIoLimits, blockIoLimit('BlockIOReadBandwidth'), nowhere),
  BlockIOWriteBandwidth: into(blockIoLimits, blockIoLimit('BlockIOWriteBandwidth'), nowhere),
  DeviceAllow: inert(deviceRules(), noGroups),
  DevicePolicy: inert(word(['auto', 'closed', 'strict'], 'auto'), noGroups),
  IPAccounting: accounting,
  IPAddressAllow: inert(ipPrefixes(), noBpf),
  IPAddressDeny: inert(ipPrefixes(), noBpf),
  IPIngressFilterPath: inert(filterPrograms(), noBpf),
  IPEgressFilterPath: inert(filterPrograms(), noBpf),
  BPFProgram: inert(bpfPrograms(), noBpf),
  SocketBindAllow: inert(socketBinds(), noBpf),
  SocketBindDeny: inert(socketBinds(), noBpf),
  RestrictNetworkInterfaces: inert(interfaceList(), noBpf),
  NFTSet: inert(nftSets(), 'a plain container may not change nftables'),
  ManagedOOMSwap: oom,
  ManagedOOMMemoryPressure: oom,
  ManagedOOMMemoryPressureLimit: inert(pressureLimit(), noGroups),
  ManagedOOMMemoryPressureDurationSec: inert(pressureDuration(), noGroups),
  ManagedOOMPreference: inert(word(['none', 'avoid', 'omit'], 'none'), noGroups),
  MemoryPressureWatch: inert(wordOrBoolean(['auto', 'skip'], 'auto'), noGroups),
  MemoryPressureThresholdSec: inert(span<bigint | null>(null), noGroups),
  CoredumpReceive: inert(boolean(false), 'core dumps are not collected'),
  /** Removed from systemd in version 227. */
  NetClass: { obsolete: 'said' },
} as const satisfies Table

export type ResourceSettings = SettingsOf<typeof resourceDirectives>
