/**
 * Names of units (systemd.unit(5), "Description"): `prefix.type`, `prefix@.type` for templates, `prefix@instance.type` for their
 * instances. The first `@` parts prefix and instance, the last `.` the type.
 *
 * Functions that are given no valid name, or would make an invalid one, answer EINVAL.
 */
import { fail, ok, type Result } from '#core/base/result.ts'
import { type UnitType, unitTypes } from '#core/unit/unit-type.ts'

/** The longest name of a unit, in bytes. */
export const unitNameMax = 255

/** What a valid name is: of a unit by itself, of a template, or of a template's instance. */
export type UnitNameKind = 'plain' | 'template' | 'instance'

/** A valid name taken apart: `getty@tty1.service` has the prefix `getty`, the instance `tty1` and the type `service`. */
export interface UnitName {
  readonly kind: UnitNameKind
  readonly prefix: string
  /** Undefined for a plain name, empty for a template. */
  readonly instance?: string
  readonly type: UnitType
}

const grammar = /^([A-Za-z0-9:_.\\-]+)(?:@([A-Za-z0-9:_.\\@-]*))?\.([a-z]+)$/

/** Takes a name apart; undefined when it is not valid. */
export function readUnitName(name: string): UnitName | undefined {
  const found = name.length <= unitNameMax ? grammar.exec(name) : null
  const type = unitTypes.find(known => known === found?.[3])
  if (found === null || type === undefined) {
    return undefined
  }
  const [, prefix = '', instance] = found
  if (instance === undefined) {
    return { kind: 'plain', prefix, type }
  }
  return { kind: instance === '' ? 'template' : 'instance', prefix, instance, type }
}

/** Whether a name is valid, and of one of the given kinds if there are any. */
export function isUnitName(name: string, ...kinds: readonly UnitNameKind[]): boolean {
  const parts = readUnitName(name)
  return parts !== undefined && (kinds.length === 0 || kinds.includes(parts.kind))
}

/** The type of a valid name: `socket` of `dbus.socket`. */
export function unitTypeOf(name: string): UnitType | undefined {
  return readUnitName(name)?.type
}

/** Whether a text can stand in front of `@` or the type. */
export function isUnitPrefix(text: string): boolean {
  return /^[A-Za-z0-9:_.\\-]+$/.test(text)
}

/** Whether a text can be an instance. */
export function isUnitInstance(text: string): boolean {
  return /^[A-Za-z0-9:_.\\@-]+$/.test(text)
}

/** Whether a text is `.` and a type of unit. */
export function isUnitSuffix(text: string): boolean {
  return text.startsWith('.') && unitTypes.some(type => type === text.slice(1))
}

/** What stands before the type: `getty@tty1` of `getty@tty1.service` (the specifier %N). */
export function prefixAndInstance(name: string): Result<string, 'EINVAL'> {
  return isUnitName(name) ? ok(name.slice(0, name.lastIndexOf('.'))) : fail('EINVAL')
}

/** The template an instance is made from: `getty@.service`. A template is its own; a plain name has none. */
export function templateOf(name: string): Result<string, 'EINVAL'> {
  const parts = readUnitName(name)
  return parts === undefined || parts.kind === 'plain' ? fail('EINVAL') : ok(`${parts.prefix}@.${parts.type}`)
}

/** The name of a template or instance with another instance. */
export function replaceInstance(name: string, instance: string): Result<string, 'EINVAL'> {
  const parts = readUnitName(name)
  if (parts === undefined || parts.kind === 'plain' || instance === '') {
    return fail('EINVAL')
  }
  return check(`${parts.prefix}@${instance}.${parts.type}`)
}

/** The name of a prefix, an instance (undefined for a plain unit, empty for a template) and a type. */
export function buildUnitName(prefix: string, instance: string | undefined, type: UnitType): Result<string, 'EINVAL'> {
  if (!isUnitPrefix(prefix)) {
    return fail('EINVAL')
  }
  return check(instance === undefined ? `${prefix}.${type}` : `${prefix}@${instance}.${type}`)
}

/** The same name with another type: `dbus.socket` of `dbus.service`. */
export function replaceType(name: string, type: UnitType): Result<string, 'EINVAL'> {
  const stem = prefixAndInstance(name)
  return stem.ok ? check(`${stem.value}.${type}`) : stem
}

function check(name: string): Result<string, 'EINVAL'> {
  return isUnitName(name) ? ok(name) : fail('EINVAL')
}
