/** Enabling and disabling units as presets say (systemctl(1), preset and preset-all). */

import type { Discovery } from '#catalog/discover.ts'
import { applyAll } from '#catalog/install/apply.ts'
import { Changes, type InstallResult } from '#catalog/install/change.ts'
import {
  configFolder,
  discover,
  discoverEnabled,
  type InstallOptions,
  markForRemoval,
  newDiscovery,
  resultOf,
} from '#catalog/install/install.ts'
import { removeLinks } from '#catalog/install/links.ts'
import type { Lookup } from '#catalog/lookup.ts'
import type { ErrnoName } from '#core/base/linux/errno.ts'
import { ok } from '#core/base/result.ts'
import { isUnitName } from '#core/unit/name/name.ts'
import type { Outcome } from '#kernel/kernel.ts'
import { type PresetRule, queryPreset, readPresets } from './preset.ts'

/** What presets may do: enable and disable, or only one of both (`--preset-mode=`). */
export const presetModes = ['full', 'enable-only', 'disable-only'] as const
export type PresetMode = (typeof presetModes)[number]

/** Brings units to what the presets say. Aliases are passed over. */
export function presetUnits(
  lookup: Lookup,
  names: readonly string[],
  mode: PresetMode,
  options: InstallOptions,
): InstallResult {
  const preparation = prepare(lookup)
  for (const name of names) {
    const result = prepareOne(preparation, name)
    if (!result.ok) {
      return resultOf(preparation.changes, result.error, false)
    }
  }
  return execute(preparation, mode, options)
}

/** Errors that are a single unit's own fault, and keep nobody else from being what the presets say. */
const unitErrors: readonly ErrnoName[] = [
  'EEXIST',
  'ERFKILL',
  'EADDRNOTAVAIL',
  'EBADSLT',
  'EIDRM',
  'EUCLEAN',
  'ELOOP',
  'ENOENT',
  'ENOLINK',
  'EUNATCH',
  'EXDEV',
  'EBADFD',
  'EBADMSG',
  'EINVAL',
  'EISDIR',
  'ENOBUFS',
]

/** Brings all units there are to what the presets say. */
export function presetAllUnits(lookup: Lookup, mode: PresetMode, options: InstallOptions): InstallResult {
  const folder = configFolder(lookup, options)
  if (!folder.ok) {
    return resultOf(new Changes(), folder.error, false)
  }
  const preparation = prepare(lookup)
  let errno: ErrnoName | null = null
  for (const folder of lookup.paths.folders) {
    for (const [name, kind] of lookup.folders.list(folder)) {
      if (!isUnitName(name) || (kind !== 'file' && kind !== 'symlink')) {
        continue
      }
      const result = prepareOne(preparation, name)
      if (!result.ok && !unitErrors.includes(result.error)) {
        errno ??= result.error
      }
    }
  }
  const done = execute(preparation, mode, options)
  const isUnitError = done.errno !== null && unitErrors.includes(done.errno)
  return { ...done, errno: errno ?? (isUnitError ? null : done.errno) }
}

/** What is to be enabled and what disabled, gathered before anything is changed. */
interface Preparation {
  readonly lookup: Lookup
  readonly rules: readonly PresetRule[]
  readonly changes: Changes
  readonly plus: Discovery
  readonly minus: Discovery
}

function prepare(lookup: Lookup): Preparation {
  return {
    lookup,
    rules: readPresets(lookup),
    changes: new Changes(),
    plus: newDiscovery(lookup, { load: true, followConfigLinks: true }),
    minus: newDiscovery(lookup, { load: true, followConfigLinks: true }),
  }
}

function prepareOne({ lookup, rules, changes, plus, minus }: Preparation, name: string): Outcome<void> {
  if (plus.context.has(name) || minus.context.has(name)) {
    return ok(undefined)
  }
  const found = discover(newDiscovery(lookup, { load: false, followConfigLinks: true }), changes, name)
  if (!found.ok) {
    return found
  }
  if (found.value.name !== name) {
    return ok(undefined)
  }
  const { action, instances } = queryPreset(rules, name)
  if (action === 'ignore') {
    return ok(undefined)
  }
  if (action === 'disable') {
    return withoutValue(discover(minus, changes, name))
  }
  for (const one of instances.length > 0 ? instances : [name]) {
    const enabled = discoverEnabled(plus, changes, one)
    if (!enabled.ok) {
      return enabled
    }
  }
  return ok(undefined)
}

function withoutValue(outcome: Outcome<unknown>): Outcome<void> {
  return outcome.ok ? ok(undefined) : outcome
}

function execute({ lookup, changes, plus, minus }: Preparation, mode: PresetMode, options: InstallOptions) {
  const folder = configFolder(lookup, options)
  if (!folder.ok) {
    return resultOf(changes, folder.error, false)
  }
  const removed =
    mode === 'enable-only' ? ok(undefined) : removeLinks(lookup, changes, markForRemoval(minus, changes), folder.value)
  if (mode === 'disable-only') {
    return resultOf(changes, removed.ok ? null : removed.error, changes.hasModification)
  }
  const { count, result } = applyAll(plus, changes, {
    folder: folder.value,
    force: options.force,
    isPreset: true,
  })
  const failed = [removed, result].find(outcome => !outcome.ok)
  return resultOf(changes, failed === undefined || failed.ok ? null : failed.error, count > 0)
}
