/** The settings of systemd.resource-control(5) as properties. */
import type { Getters } from '#control/implement.ts'
import type { cgroupContextProperties } from '#control/protocol/units/cgroup-context.ts'
import type { DeviceLimits, DeviceValue } from '#core/unit/kinds/sandbox/device.ts'
import type { IpPrefix } from '#core/unit/kinds/sandbox/ip-prefix.ts'
import type { Amount } from '#core/unit/kinds/weight.ts'
import { listRow } from '#manager/bus/properties/exec/exec-sandbox.ts'
import { cpuMask } from './masks.ts'
import type { PropertyHost, ResourceSubject } from './subject.ts'

const uint64Max = 2n ** 64n - 1n
const uint32Max = 2 ** 32 - 1
const pageBytes = 4096n

export const cgroupContextSettings = {
  Delegate: ({ resource }) => resource.Delegate.on,
  DelegateControllers: ({ resource }) => resource.Delegate.controllers,
  DelegateSubgroup: ({ resource }) => resource.DelegateSubgroup,
  CPUAccounting: ({ resource, host }) => resource.CPUAccounting ?? host.manager.DefaultCPUAccounting,
  CPUWeight: ({ resource }) => resource.CPUWeight ?? uint64Max,
  StartupCPUWeight: ({ resource }) => resource.StartupCPUWeight ?? uint64Max,
  CPUShares: ({ resource }) => resource.CPUShares ?? uint64Max,
  StartupCPUShares: ({ resource }) => resource.StartupCPUShares ?? uint64Max,
  CPUQuotaPerSecUSec: ({ resource }) => resource.CPUQuota ?? uint64Max,
  CPUQuotaPeriodUSec: ({ resource }) => resource.CPUQuotaPeriodSec,
  AllowedCPUs: ({ resource }) => cpuMask(resource.AllowedCPUs),
  StartupAllowedCPUs: ({ resource }) => cpuMask(resource.StartupAllowedCPUs),
  AllowedMemoryNodes: ({ resource }) => cpuMask(resource.AllowedMemoryNodes),
  StartupAllowedMemoryNodes: ({ resource }) => cpuMask(resource.StartupAllowedMemoryNodes),
  IOAccounting: ({ resource, host }) => resource.IOAccounting ?? host.manager.DefaultIOAccounting,
  IOWeight: ({ resource }) => resource.IOWeight ?? uint64Max,
  StartupIOWeight: ({ resource }) => resource.StartupIOWeight ?? uint64Max,
  IODeviceWeight: ({ resource }) => valueRows(resource.IODeviceWeight),
  IOReadBandwidthMax: ({ resource }) => limitRows(resource.IODeviceLimits, 'IOReadBandwidthMax'),
  IOWriteBandwidthMax: ({ resource }) => limitRows(resource.IODeviceLimits, 'IOWriteBandwidthMax'),
  IOReadIOPSMax: ({ resource }) => limitRows(resource.IODeviceLimits, 'IOReadIOPSMax'),
  IOWriteIOPSMax: ({ resource }) => limitRows(resource.IODeviceLimits, 'IOWriteIOPSMax'),
  IODeviceLatencyTargetUSec: ({ resource }) => valueRows(resource.IODeviceLatencyTargetSec),
  BlockIOAccounting: ({ resource, host }) => resource.BlockIOAccounting ?? host.manager.DefaultBlockIOAccounting,
  BlockIOWeight: ({ resource }) => resource.BlockIOWeight ?? uint64Max,
  StartupBlockIOWeight: ({ resource }) => resource.StartupBlockIOWeight ?? uint64Max,
  BlockIODeviceWeight: ({ resource }) => valueRows(resource.BlockIODeviceWeight),
  BlockIOReadBandwidth: ({ resource }) => limitRows(resource.BlockIODeviceLimits, 'BlockIOReadBandwidth'),
  BlockIOWriteBandwidth: ({ resource }) => limitRows(resource.BlockIODeviceLimits, 'BlockIOWriteBandwidth'),
  MemoryAccounting: ({ resource, host }) => resource.MemoryAccounting ?? host.manager.DefaultMemoryAccounting,
  DefaultMemoryLow: ({ resource, host }) => bytesOf(resource.DefaultMemoryLow, host),
  DefaultStartupMemoryLow: ({ resource, host }) => bytesOf(resource.DefaultStartupMemoryLow, host),
  DefaultMemoryMin: ({ resource, host }) => bytesOf(resource.DefaultMemoryMin, host),
  MemoryMin: ({ resource, host }) => bytesOf(resource.MemoryMin, host),
  MemoryLow: ({ resource, host }) => bytesOf(resource.MemoryLow, host),
  StartupMemoryLow: ({ resource, host }) => bytesOf(resource.StartupMemoryLow, host),
  MemoryHigh: ({ resource, host }) => bytesOf(resource.MemoryHigh, host),
  StartupMemoryHigh: ({ resource, host }) => bytesOf(resource.StartupMemoryHigh, host),
  MemoryMax: ({ resource, host }) => bytesOf(resource.MemoryMax, host),
  StartupMemoryMax: ({ resource, host }) => bytesOf(resource.StartupMemoryMax, host),
  MemorySwapMax: ({ resource, host }) => bytesOf(resource.MemorySwapMax, host),
  StartupMemorySwapMax: ({ resource, host }) => bytesOf(resource.StartupMemorySwapMax, host),
  MemoryZSwapMax: ({ resource, host }) => bytesOf(resource.MemoryZSwapMax, host),
  StartupMemoryZSwapMax: ({ resource, host }) => bytesOf(resource.StartupMemoryZSwapMax, host),
  MemoryZSwapWriteback: ({ resource }) => resource.MemoryZSwapWriteback,
  MemoryLimit: ({ resource, host }) => bytesOf(resource.MemoryLimit, host),
  DevicePolicy: ({ resource }) => resource.DevicePolicy,
  DeviceAllow: ({ resource }) => resource.DeviceAllow.map(({ path, rights }) => [path, rights] as const),
  TasksAccounting: ({ resource, host }) => resource.TasksAccounting ?? host.manager.DefaultTasksAccounting,
  TasksMax: ({ resource, host }) => tasksOf(resource.TasksMax, host),
  IPAccounting: ({ resource, host }) => resource.IPAccounting ?? host.manager.DefaultIPAccounting,
  IPAddressAllow: ({ resource }) => prefixRows(resource.IPAddressAllow),
  IPAddressDeny: ({ resource }) => prefixRows(resource.IPAddressDeny),
  IPIngressFilterPath: ({ resource }) => resource.IPIngressFilterPath,
  IPEgressFilterPath: ({ resource }) => resource.IPEgressFilterPath,
  DisableControllers: ({ resource }) => resource.DisableControllers,
  ManagedOOMSwap: ({ resource }) => resource.ManagedOOMSwap,
  ManagedOOMMemoryPressure: ({ resource }) => resource.ManagedOOMMemoryPressure,
  ManagedOOMMemoryPressureLimit: ({ resource }) => scaled(resource.ManagedOOMMemoryPressureLimit ?? 0),
  ManagedOOMMemoryPressureDurationUSec: ({ resource }) => resource.ManagedOOMMemoryPressureDurationSec ?? uint64Max,
  ManagedOOMPreference: ({ resource }) => resource.ManagedOOMPreference,
  BPFProgram: ({ resource }) => resource.BPFProgram.map(({ attach, path }) => [attach, path] as const),
  SocketBindAllow: ({ resource }) => resource.SocketBindAllow.map(bindRow),
  SocketBindDeny: ({ resource }) => resource.SocketBindDeny.map(bindRow),
  RestrictNetworkInterfaces: ({ resource }) => listRow(resource.RestrictNetworkInterfaces),
  MemoryPressureWatch: ({ resource }) => resource.MemoryPressureWatch,
  MemoryPressureThresholdUSec: ({ resource, host }) =>
    resource.MemoryPressureThresholdSec ?? host.manager.DefaultMemoryPressureThresholdSec,
  NFTSet: ({ resource }) =>
    resource.NFTSet.map(({ source, family, table, set }) => [source, family, table, set] as const),
  CoredumpReceive: ({ resource }) => resource.CoredumpReceive,
} as const satisfies Getters<typeof cgroupContextProperties, ResourceSubject>

/** A share of the machine's memory is counted in whole pages. */
function bytesOf(amount: Amount, host: PropertyHost): bigint {
  if (amount.is === 'value') {
    return amount.value
  }
  return (((host.memoryBytes / pageBytes) * BigInt(amount.permyriad)) / 10000n) * pageBytes
}

/** Null and `default` are what the manager's configuration says; where that says nothing there is no limit. */
function tasksOf(said: Amount | 'default' | null, host: PropertyHost): bigint {
  const amount = said === null || said === 'default' ? host.manager.DefaultTasksMax : said
  if (amount === null) {
    return uint64Max
  }
  return amount.is === 'value' ? amount.value : (host.tasksMax * BigInt(amount.permyriad)) / 10000n
}

/** Hundredths of a percent as a share of 2^32-1. */
function scaled(permyriad: number): number {
  return Math.floor((permyriad * uint32Max + 5000) / 10000)
}

function valueRows(values: readonly DeviceValue[]) {
  return values.map(({ path, value }) => [path, value] as const)
}

function limitRows<K extends string>(devices: readonly DeviceLimits<K>[], which: K) {
  return devices.flatMap(({ path, limits }) => {
    const limit: bigint | undefined = limits[which]
    return limit === undefined || limit === uint64Max ? [] : [[path, limit] as const]
  })
}

function prefixRows(prefixes: readonly IpPrefix[]) {
  return prefixes.map(({ family, bytes, length }) => [family, Uint8Array.from(bytes), length] as const)
}

interface Bind {
  readonly family: number
  readonly protocol: number
  readonly ports: number
  readonly port: number
}

function bindRow({ family, protocol, ports, port }: Bind) {
  return [family, protocol, ports, port] as const
}
