/** Which names an [Install] section may give to a unit (systemd.unit(5), "[Install] Section Options", Alias=). */
import type { ErrnoName } from '#core/base/linux/errno.ts'
import { baseName } from '#core/base/path.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import type { UnitType } from '#core/unit/unit-type.ts'
import { isUnitName, readUnitName, replaceInstance, templateOf } from './name.ts'

const aliasable: readonly UnitType[] = ['service', 'socket', 'target', 'device', 'timer', 'path']
const templatable: readonly UnitType[] = ['service', 'socket', 'target', 'timer', 'path']

/** Whether units of a type may have more than one name. */
export function mayAlias(type: UnitType): boolean {
  return aliasable.includes(type)
}

/** Whether units of a type may be made from templates. */
export function mayTemplate(type: UnitType): boolean {
  return templatable.includes(type)
}

/**
 * Whether `alias` may become a link to `unit`, and under which name: an alias that is a template takes the unit's instance. An
 * alias may also be a path into a folder of dependencies, such as `foo.target.wants/unit`. EXDEV when the two do not fit,
 * EINVAL when the alias is no name that can be one, ELOOP when it is the unit itself.
 */
export function checkAlias(unit: string, alias: string): Result<string, ErrnoName> {
  const slash = alias.lastIndexOf('/')
  if (slash >= 0) {
    return fitsFolder(unit, alias.slice(0, slash), alias.slice(slash + 1)) ? ok(alias) : fail('EXDEV')
  }
  const parts = readUnitName(unit)
  if (parts === undefined) {
    return fail('EINVAL')
  }
  const instance = parts.kind === 'instance' && isUnitName(alias, 'template') ? parts.instance : undefined
  const renamed = instance === undefined ? ok(alias) : replaceInstance(alias, instance)
  if (!renamed.ok) {
    return renamed
  }
  const fault = aliasFault(renamed.value, unit)
  return fault === undefined ? renamed : fail(fault)
}

function fitsFolder(unit: string, folder: string, link: string): boolean {
  const owner = /^(.*)\.(?:wants|requires|upholds)$/s.exec(folder)?.[1]
  const parts = owner === undefined ? undefined : readUnitName(owner)
  return parts !== undefined && isDependencyLink(link, unit, parts.kind === 'template')
}

/**
 * Whether a link in a folder of dependencies may lead to `target`: by the same name, or from an instance to its template.
 * `propagates` tells that the folder belongs to a template, whose instance the link then takes.
 */
export function isDependencyLink(link: string, target: string, propagates: boolean): boolean {
  if (link === target) {
    return isUnitName(link, 'plain', 'instance') || (propagates && isUnitName(link, 'template'))
  }
  const template = templateOf(link)
  return template.ok && template.value === target && isUnitName(link, 'instance')
}

/**
 * What is wrong with a link between two units' names, undefined if nothing is (systemd.unit(5), "Unit File Load Path"). Only the
 * last components of the two paths count.
 */
export function aliasFault(link: string, target: string): 'EINVAL' | 'EXDEV' | 'ELOOP' | undefined {
  const from = readUnitName(baseName(link))
  const to = readUnitName(baseName(target))
  if (from === undefined || !mayAlias(from.type)) {
    return 'EINVAL'
  }
  if (from.kind !== 'plain' && !mayTemplate(from.type)) {
    return 'EINVAL'
  }
  if (baseName(link) === baseName(target)) {
    return 'ELOOP'
  }
  if (to === undefined || from.type !== to.type) {
    return 'EXDEV'
  }
  if (from.kind === 'instance' && to.kind === 'template') {
    return undefined
  }
  return from.kind === to.kind && from.instance === to.instance ? undefined : 'EXDEV'
}
