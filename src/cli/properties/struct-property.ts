/** Properties that are structures, or lists of them, by their signature; the name decides where one has several meanings. */
import type { Lines, TimeStyle } from '#cli/properties/style.ts'
import { formatIpv4, formatIpv6 } from '#core/base/linux/ip-address.ts'
import { signalName } from '#core/base/linux/signal.ts'
import { decodeText } from '#core/base/text/text.ts'
import { formatSpan } from '#core/calendar/span.ts'
import { formatTimestamp } from '#core/calendar/timestamp.ts'
import { formatExecCommand, readExecCommand } from './exec-command.ts'

type Form = (name: string, value: unknown, time: TimeStyle) => Lines

/** A list of which each item has a line. */
function lines<Item>(format: (item: Item, name: string, time: TimeStyle) => string): Form {
  return (name, value, time) => (value as readonly Item[]).map(item => format(item, name, time))
}

/** A list on one line. */
function line<Item>(format: (item: Item) => string): Form {
  return (_, value) => [(value as readonly Item[]).map(format).join(' ')]
}

const commands = lines<unknown>((item, _, time) => formatExecCommand(readExecCommand(item), time))

/** Of lists of two texts, only these are known. */
const pairForms: Readonly<Record<string, Form>> = {
  Listen: lines<readonly [string, string]>(([type, address]) => `${address} (${type})`),
  Paths: lines<readonly [string, string]>(([type, path]) => `${path} (${type})`),
  DeviceAllow: lines<readonly [string, string]>(([device, rights]) => `${device} ${rights}`),
  BPFProgram: lines<readonly [string, string]>(([type, path]) => `${type}:${path}`),
  RootImageOptions: lines<readonly [string, string]>(([partition, options]) => `${partition}:${options}`),
  TemporaryFileSystem: line<readonly [string, string]>(([path, options]) => join(':', path, options)),
}

const join = (between: string, ...parts: readonly string[]): string => parts.filter(part => part !== '').join(between)

type Mounted = readonly [source: string, target: string, ignore: boolean, flags: bigint]
type ImageOptions = readonly (readonly [string, string])[]
const recursive = 0x4000n

const imageOptions = (options: ImageOptions): string =>
  options.map(([partition, settings]) => `:${partition}:${settings}`).join('')
const optional = (ignore: boolean): string => (ignore ? '-' : '')

/** Colons within a path would part it. */
const escapePath = (path: string): string => path.replaceAll(':', '\\:')

const openFileFlags = ['read-only', 'append', 'truncate', 'graceful'] as const

function formatLink([path, name, flags]: readonly [string, string, bigint], property: string): string {
  if (property !== 'OpenFile') {
    return `${path}:${name}`
  }
  const words = openFileFlags.filter((_, bit) => (flags & (1n << BigInt(bit))) !== 0n).join(',')
  const shown = name === path.slice(path.lastIndexOf('/') + 1) ? '' : name
  return words === '' ? join(':', path, shown) : `${path}:${shown}:${words}`
}

/** An address family, a protocol, how many ports, and the first one; 0 stands for all. */
function formatPorts([family, protocol, count, first]: readonly [number, number, number, number]): string {
  const families: Readonly<Record<number, string>> = { 2: 'ipv4:', 10: 'ipv6:' }
  const protocols: Readonly<Record<number, string>> = { 6: 'tcp', 17: 'udp' }
  const ports = count === 0 ? 'any' : count === 1 ? `${first}` : `${first}-${first + count - 1}`
  return `${families[family] ?? ''}${protocols[protocol] ?? ''}${ports}`
}

const inet = 2

function formatPrefix([family, address, length]: readonly [number, Uint8Array, number]): string {
  const bytes = [...address]
  return `${family === inet ? formatIpv4(bytes) : formatIpv6(bytes)}/${length}`
}

/** Exit statuses and signals. */
const statusSet: Form = (_, value) => {
  const [statuses, signals] = value as readonly [readonly number[], readonly number[]]
  return [[...statuses.map(String), ...signals.map(signalName)].join(' ')]
}

const allowList: Form = (_, value) => {
  const [allowed, names] = value as readonly [boolean, readonly string[]]
  const text = names.join(' ')
  // Only a list of what is forbidden can be empty without meaning anything.
  return [allowed ? text : text === '' ? emptyDeny : `~${text}`]
}

/** Shown only where empty values are. */
export const emptyDeny = '~'

const pair: Form = (_, value) => {
  const [first, second] = value as readonly [string, string]
  return [first === '' && second === '' ? '' : `${first} "${second}"`]
}

export const structForms: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['a(sasbttttuii)', commands],
  ['a(sasasttttuii)', commands],
  ['a(ss)', (name, value, time) => pairForms[name]?.(name, value, time)],
  ['(ss)', pair],
  ['(uo)', (_, value) => [(value as readonly [number])[0] === 0 ? '' : `${(value as readonly [number])[0]}`]],
  ['(so)', (_, value) => [(value as readonly [string])[0]]],
  ['(bas)', allowList],
  ['(bs)', (_, value) => [formatLabel(value as readonly [boolean, string])]],
  ['(aiai)', statusSet],
  ['a(sb)', lines<readonly [string, boolean]>(([path, ignore]) => `${path} (ignore_errors=${ignore ? 'yes' : 'no'})`)],
  ['a(bs)', lines<readonly [boolean, string]>(([allowed, pattern]) => `${allowed ? '' : '~'}${pattern}`)],
  ['a(st)', lines<readonly [string, bigint]>(([device, amount], name) => `${device} ${amountOf(name, amount)}`)],
  ['a(stt)', lines<readonly [string, bigint, bigint]>(formatMonotonic)],
  ['a(sst)', lines<readonly [string, string, bigint]>(formatCalendarOrLink)],
  ['a(ssbt)', line<Mounted>(formatMounted)],
  ['a(sba(ss))', line<readonly [string, boolean, ImageOptions]>(formatExtension)],
  ['a(ssba(ss))', line<readonly [string, string, boolean, ImageOptions]>(formatImage)],
  ['a(iayu)', line<readonly [number, Uint8Array, number]>(formatPrefix)],
  ['a(iiqq)', lines<readonly [number, number, number, number]>(formatPorts)],
  ['aay', line<Uint8Array>(decodeText)],
])

function formatLabel([ignore, label]: readonly [boolean, string]): string {
  return label === '' ? '' : `${optional(ignore)}${label}`
}

function amountOf(name: string, amount: bigint): string {
  return name.includes('USec') ? formatSpan(amount) : `${amount}`
}

function formatMonotonic([base, after, next]: readonly [string, bigint, bigint]): string {
  return `{ ${base}=${formatSpan(after)} ; next_elapse=${formatSpan(next)} }`
}

function formatCalendarOrLink(
  [first, second, third]: readonly [string, string, bigint],
  name: string,
  { style, zone }: TimeStyle,
): string {
  if (name !== 'TimersCalendar') {
    return formatLink([first, second, third], name)
  }
  return `{ ${first}=${second} ; next_elapse=${formatTimestamp(third, style, zone) ?? '(null)'} }`
}

function formatMounted([source, target, ignore, flags]: Mounted): string {
  const how = (flags & recursive) === 0n ? '' : ':rbind'
  return `${optional(ignore)}${escapePath(source)}:${escapePath(target)}${how}`
}

function formatExtension([path, ignore, options]: readonly [string, boolean, ImageOptions]): string {
  return `${optional(ignore)}${escapePath(path)}${imageOptions(options)}`
}

function formatImage([path, target, ignore, options]: readonly [string, string, boolean, ImageOptions]): string {
  return `${optional(ignore)}${escapePath(path)}:${escapePath(target)}${imageOptions(options)}`
}
