/** Which units a distribution or an administrator wants enabled (systemd.preset(5)). */

import { chase, outer } from '#catalog/chase.ts'
import { leadsToMask } from '#catalog/install/unit-link.ts'
import type { Lookup } from '#catalog/lookup.ts'
import { firstByName } from '#core/base/first-by-name.ts'
import { namePattern } from '#core/base/text/name-pattern.ts'
import { isUnitName, readUnitName, replaceInstance, templateOf } from '#core/unit/name/name.ts'
import { eachLine, strip } from '#core/unitfile/lines.ts'

export type PresetAction = 'enable' | 'disable' | 'ignore'

export interface PresetRule {
  readonly action: PresetAction
  readonly pattern: string
  /** `enable foo@.service a b`: the instances that are meant by the template. */
  readonly instances: readonly string[]
  matches(name: string): boolean
}

/** What the rules say of a unit; `instances` are complete names, and empty where it is about the unit itself. */
export interface Preset {
  readonly action: PresetAction
  readonly instances: readonly string[]
}

const prefixes = ['/etc', '/run', '/usr/local/lib', '/usr/lib'] as const
const sizeMaxBytes = 4 * 1024 * 1024

/** All rules, in order: files by their names, of two with one name that of the earlier folder. */
export function readPresets(lookup: Lookup): readonly PresetRule[] {
  const kind = lookup.scope.mode === 'system' ? 'system' : 'user'
  const folders = prefixes.map(prefix => `${prefix}/systemd/${kind}-preset`)
  const paths = firstByName(folders, folder => lookup.folders.list(folder).keys(), '.preset')
  return paths.flatMap(path => readPresetFile(lookup, path))
}

function readPresetFile(lookup: Lookup, path: string): readonly PresetRule[] {
  const real = chase(lookup.tree, path)
  if (!real.ok || leadsToMask(lookup.tree, path)) {
    return []
  }
  const text = lookup.tree.files.readText(outer(lookup.tree, real.value), sizeMaxBytes)
  const shown = outer(lookup.tree, path)
  return text.ok
    ? parsePresets(text.value, (line, fault) => lookup.reader.say('warning', `${shown}:${line}: ${fault}`))
    : []
}

/** The rules of one file's text; lines that say nothing are told and passed over. */
export function parsePresets(text: string, warn: (line: number, message: string) => void): readonly PresetRule[] {
  const rules: PresetRule[] = []
  eachLine(text, (raw, number) => {
    const line = strip(raw)
    if (line === '' || line.startsWith('#') || line.startsWith(';')) {
      return true
    }
    const [, action, rest = ''] = /^(enable|disable|ignore)(?:[ \t\n\r]+(.*))?$/s.exec(line) ?? []
    const rule = action === undefined ? undefined : readRule(action as PresetAction, rest)
    if (rule === undefined) {
      warn(number, `Couldn't parse line '${line}'. Ignoring.`)
    } else {
      rules.push(rule)
    }
    return true
  })
  return rules
}

function readRule(action: PresetAction, rest: string): PresetRule | undefined {
  // Only `enable` takes instances; elsewhere the whole rest is the pattern.
  const [pattern = '', ...instances] = action === 'enable' ? rest.split(/[ \t\n\r]+/) : [rest]
  if (instances.length > 0 && !isUnitName(pattern, 'template')) {
    return undefined
  }
  return { action, pattern, instances, matches: namePattern(pattern) }
}

/** What the first rule that fits says; units that no rule names are to be enabled. */
export function queryPreset(rules: readonly PresetRule[], name: string): Preset {
  for (const rule of rules) {
    const instances = rule.instances.length > 0 ? instancesFor(rule, name) : null
    if (instances !== null) {
      return { action: rule.action, instances }
    }
    if (rule.matches(name)) {
      return { action: rule.action, instances: [] }
    }
  }
  return { action: 'enable', instances: [] }
}

/** The instances a rule means by the template, none for one of the instances itself, and null when it is about others. */
function instancesFor(rule: PresetRule, name: string): readonly string[] | null {
  const template = templateOf(name)
  if (!template.ok || template.value !== rule.pattern) {
    return null
  }
  if (isUnitName(name, 'instance')) {
    return rule.instances.includes(readUnitName(name)?.instance ?? '') ? [] : null
  }
  return rule.instances.flatMap(instance => {
    const full = replaceInstance(name, instance)
    return full.ok ? [full.value] : []
  })
}
