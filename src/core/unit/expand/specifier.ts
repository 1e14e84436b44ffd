/** What the %-specifiers of unit files stand for (systemd.unit(5), "Specifiers"). */
import type { ErrnoName } from '#core/base/linux/errno.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { expandSpecifiers, type SpecifierTable } from '#core/base/specifier.ts'
import { prefixAndInstance, readUnitName, unitNameMax } from '#core/unit/name/name.ts'
import { pathOfUnitName, unescapeUnitName, unescapeUnitPath } from '#core/unit/name/name-escape.ts'

/** What of the host and the manager specifiers speak of. Everything is text already; null where the host does not have it. */
export interface SpecifierHost {
  /** `x86-64`, as ConditionArchitecture= names it. */
  readonly architecture: string
  /** 32 hex digits each. */
  readonly bootId: string
  readonly machineId: string | null
  readonly kernelRelease: string
  readonly hostname: string
  /** PRETTY_HOSTNAME= of /etc/machine-info. */
  readonly prettyHostname: string | null
  /** The fields of /etc/os-release, null without that file. */
  readonly osRelease: ReadonlyMap<string, string> | null
  /** Who the manager runs as. */
  readonly user: {
    readonly name: string
    readonly uid: number
    readonly group: string
    readonly gid: number
    readonly home: string
    readonly shell: string
  }
  /** The manager's directories, without a slash at the end: /var/cache, /etc and so on, or those of XDG. */
  readonly directories: {
    readonly cache: string
    readonly configuration: string
    readonly data: string
    readonly logs: string
    readonly runtime: string
    readonly state: string
    readonly temporary: string
    readonly persistentTemporary: string
    /** Where the credentials of all units lie: /run/credentials. */
    readonly credentials: string
  }
  /** The manager's own control group, for the deprecated %c and %r. */
  readonly controlGroup: string
}

/** The unit whose file is read. */
export interface SpecifierUnit {
  readonly name: string
  /** Null when it has no file. */
  readonly fragmentPath: string | null
  /** The control group of the slice it is in, for the deprecated %R. */
  readonly sliceControlGroup?: string
}

/** Which specifiers a value takes: in names of units only those which make sense there. */
export type SpecifierScope = 'any' | 'unit-name'

/** Specifiers of earlier days: systemd warns of them. */
export const deprecatedSpecifiers = ['c', 'r', 'R'] as const

// The most that execve(2) takes.
const argumentsMax = 2 * 1024 * 1024

/**
 * Replaces the specifiers in a value of a unit file. Errors are those of expandSpecifiers(), EINVAL for an escape that cannot be
 * undone, and EUNATCH where the host lacks what is asked for.
 */
export function expandUnitSpecifiers(
  text: string,
  unit: SpecifierUnit,
  host: SpecifierHost,
  scope: SpecifierScope = 'any',
): Result<string, ErrnoName> {
  if (!text.includes('%')) {
    return ok(text)
  }
  const table = unitSpecifiers(unit, host, scope)
  return expandSpecifiers(text, table, scope === 'unit-name' ? unitNameMax : argumentsMax)
}

/** The table for one unit. */
export function unitSpecifiers(unit: SpecifierUnit, host: SpecifierHost, scope: SpecifierScope): SpecifierTable {
  return letter => (meanings.get(letter) ?? (scope === 'any' ? textMeanings.get(letter) : undefined))?.(unit, host)
}

type Meaning = (unit: SpecifierUnit, host: SpecifierHost) => Result<string, ErrnoName>

/** Those that are allowed everywhere. */
const meanings = new Map<string, Meaning>([
  ['i', unit => ok(instanceOf(unit))],
  ['j', unit => ok(lastComponent(unit))],
  ['n', unit => ok(unit.name)],
  ['N', unit => prefixAndInstance(unit.name)],
  ['p', unit => ok(prefixOf(unit))],

  ['a', (_, host) => ok(host.architecture)],
  ['b', (_, host) => ok(host.bootId)],
  ['m', (_, host) => (host.machineId === null ? fail('EUNATCH') : ok(host.machineId))],
  ['v', (_, host) => ok(host.kernelRelease)],
  ['H', (_, host) => ok(host.hostname)],
  ['l', (_, host) => ok(shortHostname(host))],
  ['q', (_, host) => ok(host.prettyHostname ?? shortHostname(host))],

  ['A', (_, host) => release(host, 'IMAGE_VERSION')],
  ['B', (_, host) => release(host, 'BUILD_ID')],
  ['M', (_, host) => release(host, 'IMAGE_ID')],
  ['o', (_, host) => release(host, 'ID')],
  ['w', (_, host) => release(host, 'VERSION_ID')],
  ['W', (_, host) => release(host, 'VARIANT_ID')],

  ['u', (_, { user }) => ok(user.name)],
  ['U', (_, { user }) => ok(`${user.uid}`)],
  ['g', (_, { user }) => ok(user.group)],
  ['G', (_, { user }) => ok(`${user.gid}`)],
])

/** Those that may hold a slash, and so have no place in the name of a unit. */
const textMeanings = new Map<string, Meaning>([
  ['f', unit => (instanceOf(unit) === '' ? pathOfUnitName(unit.name) : unescapeUnitPath(instanceOf(unit)))],
  ['I', unit => unescapeUnitName(instanceOf(unit))],
  ['J', unit => unescapeUnitName(lastComponent(unit))],
  ['P', unit => unescapeUnitName(prefixOf(unit))],
  ['y', unit => ok(unit.fragmentPath ?? '')],
  ['Y', unit => ok(unit.fragmentPath?.replace(/\/[^/]*$/, '') ?? '')],

  ['C', (_, { directories }) => ok(directories.cache)],
  ['d', (unit, { directories }) => ok(`${directories.credentials}/${unit.name}`)],
  ['D', (_, { directories }) => ok(directories.data)],
  ['E', (_, { directories }) => ok(directories.configuration)],
  ['L', (_, { directories }) => ok(directories.logs)],
  ['S', (_, { directories }) => ok(directories.state)],
  ['t', (_, { directories }) => ok(directories.runtime)],
  ['T', (_, { directories }) => ok(directories.temporary)],
  ['V', (_, { directories }) => ok(directories.persistentTemporary)],

  ['h', (_, { user }) => ok(user.home)],
  ['s', (_, { user }) => ok(user.shell)],

  ['c', (unit, host) => ok(`${sliceGroup(unit, host)}/${unit.name}`)],
  ['r', (_, host) => ok(host.controlGroup)],
  ['R', (unit, host) => ok(sliceGroup(unit, host))],
])

function prefixOf(unit: SpecifierUnit): string {
  return readUnitName(unit.name)?.prefix ?? ''
}

function instanceOf(unit: SpecifierUnit): string {
  return readUnitName(unit.name)?.instance ?? ''
}

function lastComponent(unit: SpecifierUnit): string {
  const prefix = prefixOf(unit)
  return prefix.slice(prefix.lastIndexOf('-') + 1)
}

function shortHostname(host: SpecifierHost): string {
  return host.hostname.replace(/\..*$/s, '')
}

function release(host: SpecifierHost, field: string): Result<string, 'EUNATCH'> {
  return host.osRelease === null ? fail('EUNATCH') : ok(host.osRelease.get(field) ?? '')
}

function sliceGroup(unit: SpecifierUnit, host: SpecifierHost): string {
  return unit.sliceControlGroup ?? host.controlGroup
}
