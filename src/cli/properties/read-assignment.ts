/** From `NAME=VALUE` of a command line to properties of the bus (systemd.resource-control(5), systemctl(1), set-property). */
import { type Variant, variant } from '#control/codec/value-of.ts'
import { parseBoolean } from '#core/base/boolean.ts'
import { type ErrnoName, errnoText } from '#core/base/linux/errno.ts'
import { parseUnsigned, uint64Max } from '#core/base/numbers.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { parseSize } from '#core/base/size.ts'
import { parseSpan } from '#core/calendar/span.ts'

/** Properties, or what is wrong. */
export type Assigned = Result<readonly (readonly [name: string, value: Variant])[], string>

type Read = (name: string, value: string) => Assigned

const one = (name: string, value: Variant): Assigned => ok([[name, value]])
const wrong = (name: string, value: string, errno: ErrnoName = 'EINVAL'): Assigned =>
  fail(`Failed to parse ${name}=${value}: ${errnoText(errno)}`)

const text: Read = (name, value) => one(name, variant('s', value))
const words: Read = (name, value) =>
  one(
    name,
    variant(
      'as',
      value.split(/\s+/).filter(word => word !== ''),
    ),
  )

const boolean: Read = (name, value) => {
  const read = parseBoolean(value)
  return read.ok ? one(name, variant('b', read.value)) : wrong(name, value)
}

const span: Read = (name, value) => {
  const read = parseSpan(value)
  return read.ok ? one(name.replace(/Sec$/, 'USec'), variant('t', read.value)) : wrong(name, value)
}

/** `idle` is a weight of its own for processors. */
const weight: Read = (name, value) => {
  if (value === '') {
    return one(name, variant('t', uint64Max))
  }
  if (value === 'idle' && name.endsWith('CPUWeight')) {
    return one(name, variant('t', 0n))
  }
  const read = parseUnsigned(value, 10_000n)
  if (!read.ok) {
    return wrong(name, value, read.error)
  }
  return read.value > 0n ? one(name, variant('t', read.value)) : wrong(name, value, 'ERANGE')
}

/** Bytes or a number, `infinity`, or a share of all, which the bus takes as a fraction of 2^32. */
const limit =
  (parse: (value: string) => Result<bigint, unknown>): Read =>
  (name, value) => {
    if (value === '' || value === 'infinity') {
      return one(name, variant('t', uint64Max))
    }
    const share = parsePercent(value)
    if (share !== undefined) {
      return one(`${name}Scale`, variant('u', Math.round(share * 0xffff_ffff)))
    }
    const read = parse(value)
    return read.ok ? one(name, variant('t', read.value)) : wrong(name, value)
  }

function parsePercent(value: string): number | undefined {
  const [, number] = /^(\d+(?:\.\d+)?)%$/.exec(value) ?? []
  return number === undefined ? undefined : Number(number) / 100
}

const quota: Read = (_, value) => {
  if (value === '') {
    return one('CPUQuotaPerSecUSec', variant('t', uint64Max))
  }
  const share = parsePercent(value)
  if (share === undefined || share === 0) {
    return fail(`CPU quota '${value}' invalid.`)
  }
  return one('CPUQuotaPerSecUSec', variant('t', BigInt(Math.round(share * 1_000_000))))
}

/** Numbers and ranges as a bit mask. */
const set: Read = (name, value) => {
  const bits: number[] = []
  for (const part of value.split(/[\s,]+/).filter(word => word !== '')) {
    const [, first, last = first] = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(part) ?? []
    if (first === undefined || Number(last) < Number(first)) {
      return wrong(name, value)
    }
    for (let bit = Number(first); bit <= Number(last); bit++) {
      bits.push(bit)
    }
  }
  const bytes = new Uint8Array(bits.length === 0 ? 0 : Math.floor(Math.max(...bits) / 8) + 1)
  for (const bit of bits) {
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (1 << (bit & 7))
  }
  return one(name, variant('ay', bytes))
}

const device: Read = (name, value) => {
  const [path = '', rights = 'rwm'] = value.split(/\s+/)
  return one(name, variant('a(ss)', path === '' ? [] : [[path, rights]]))
}

const perDevice: Read = (name, value) => {
  const [path = '', amount = ''] = value.split(/\s+/)
  if (path === '') {
    return one(name, variant('a(st)', []))
  }
  const read = name.endsWith('Weight') ? parseUnsigned(amount, 10_000n) : parseSize(amount, 1000)
  return read.ok ? one(name, variant('a(st)', [[path, read.value]])) : wrong(name, value)
}

const rows: readonly (readonly [names: string, read: Read])[] = [
  ['Description Slice DevicePolicy ManagedOOMSwap ManagedOOMMemoryPressure ManagedOOMPreference CollectMode', text],
  ['User Group Type Restart KillMode', text],
  ['Markers Wants Requires BindsTo After Before Conflicts PartOf Upholds Documentation Environment', words],
  ['CPUAccounting MemoryAccounting IOAccounting TasksAccounting IPAccounting Delegate DefaultDependencies', boolean],
  ['CPUWeight StartupCPUWeight IOWeight StartupIOWeight', weight],
  ['MemoryMin MemoryLow MemoryHigh MemoryMax MemorySwapMax MemoryZSwapMax', limit(value => parseSize(value, 1024))],
  ['TasksMax', limit(value => parseUnsigned(value, uint64Max))],
  ['CPUQuota', quota],
  ['CPUQuotaPeriodSec RuntimeMaxSec TimeoutStartSec TimeoutStopSec RestartSec WatchdogSec', span],
  ['AllowedCPUs StartupAllowedCPUs AllowedMemoryNodes StartupAllowedMemoryNodes', set],
  ['DeviceAllow', device],
  ['IODeviceWeight IOReadBandwidthMax IOWriteBandwidthMax IOReadIOPSMax IOWriteIOPSMax', perDevice],
]

const readers = new Map(rows.flatMap(([names, read]) => names.split(' ').map(name => [name, read] as const)))

export function readAssignment(assignment: string): Assigned {
  const at = assignment.indexOf('=')
  if (at < 0) {
    return fail(`Not an assignment: ${assignment}`)
  }
  const name = assignment.slice(0, at)
  const read = readers.get(name)
  return read === undefined ? fail(`Unknown assignment: ${assignment}`) : read(name, assignment.slice(at + 1))
}
