/** Properties that are numbers: times, amounts, modes and sets of flags. The name tells what a number means. */
import type { TimeStyle } from '#cli/properties/style.ts'
import { formatSpan, infinity } from '#core/calendar/span.ts'
import { formatTimestamp } from '#core/calendar/timestamp.ts'
import { capabilityNames } from '#core/unit/kinds/sandbox/capability.ts'
import { namespaceFlags } from '#core/unit/kinds/sandbox/restrict.ts'

type Code = 't' | 'u' | 'i' | 'x'

/** The text of a number; undefined where it means that nothing was set. */
export function formatNumber(name: string, code: Code, value: bigint, time: TimeStyle): string | undefined {
  switch (code) {
    case 't':
      return formatUint64(name, value, time)
    case 'u':
      return formatUint32(name, value)
    case 'i':
      return formatInt32(name, value)
    case 'x':
      return `${value}`
  }
}

const moments = /Timestamp$|^NextElapseUSecRealtime$|^LastTriggerUSec$/
/** Amounts of which 2^64-1 says that nobody counts, and those of which it says that there is no limit. */
const traffic = /^IP(?:In|E)gress(?:Bytes|Packets)$/
const counted =
  /^(?:Memory(?:Swap|ZSwap)?(?:Current|Peak|Available)|CPUUsageNSec|TasksCurrent|IO(?:Read|Write)(?:Bytes|Operations))$/
const weights = /^(?:Startup)?(?:CPUWeight|CPUShares|IOWeight|BlockIOWeight)$/
const limits = /^(?:Default)?(?:Limit|TasksMax|(?:Startup)?Memory)|^Effective(?:TasksMax|Memory)/

function formatUint64(name: string, value: bigint, { style, zone }: TimeStyle): string {
  if (moments.test(name)) {
    return formatTimestamp(value, style, zone) ?? ''
  }
  if (value === infinity) {
    if (traffic.test(name)) {
      return '[no data]'
    }
    if (counted.test(name) || weights.test(name) || name === 'ManagedOOMMemoryPressureDurationUSec') {
      return '[not set]'
    }
    if (limits.test(name)) {
      return 'infinity'
    }
  }
  if (name.includes('USec') && !name.endsWith('Monotonic')) {
    return formatSpan(value)
  }
  return flagForms[name]?.(value) ?? (name.includes('USec') ? formatSpan(value) : `${value}`)
}

/** 64 bits that are no amount. */
const flagForms: Readonly<Record<string, (value: bigint) => string>> = {
  CPUWeight: value => (value === 0n ? 'idle' : `${value}`),
  StartupCPUWeight: value => (value === 0n ? 'idle' : `${value}`),
  CoredumpFilter: value => `0x${value.toString(16)}`,
  CapabilityBoundingSet: formatCapabilities,
  AmbientCapabilities: formatCapabilities,
  RestrictNamespaces: formatNamespaces,
  MountFlags: value => propagation.find(([flag]) => (value & flag) !== 0n)?.[1] ?? '',
}

/** How mounts spread (mount(2)). */
const propagation: readonly (readonly [bigint, string])[] = [
  [1n << 20n, 'shared'],
  [1n << 19n, 'slave'],
  [1n << 18n, 'private'],
]

function formatCapabilities(set: bigint): string {
  return capabilityNames
    .filter((_, index) => (set & (1n << BigInt(index))) !== 0n)
    .map(capability => `cap_${capability.toLowerCase()}`)
    .join(' ')
}

/** The namespaces that may be made: none, all, or a list. */
function formatNamespaces(allowed: bigint): string {
  const names = namespaceFlags.filter(([, flag]) => (allowed & flag) !== 0n).map(([name]) => name)
  if (names.length === 0) {
    return 'yes'
  }
  return names.length === namespaceFlags.length ? 'no' : names.toSorted().join(' ')
}

const noId = 0xffff_ffffn

function formatUint32(name: string, value: bigint): string {
  if (name === 'UMask' || name.endsWith('Mode')) {
    return value.toString(8).padStart(4, '0')
  }
  return (name === 'UID' || name === 'GID') && value === noId ? '[not set]' : `${value}`
}

const memoryPolicies = ['default', 'preferred', 'bind', 'interleave', 'local']

function formatInt32(name: string, value: bigint): string | undefined {
  if (name === 'NUMAPolicy') {
    return memoryPolicies[Number(value)] ?? 'n/a'
  }
  if (name.endsWith('ActionExitStatus') && value < 0n) {
    return undefined
  }
  return `${value}`
}
