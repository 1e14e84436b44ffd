/** All unit files there are (systemctl(1), list-unit-files). */

import type { Lookup } from '#catalog/lookup.ts'
import { queryPreset, readPresets } from '#catalog/presets/preset.ts'
import { isUnitName } from '#core/unit/name/name.ts'
import { readEnablingLinks } from './enabling-links.ts'
import { type UnitFileState, unitFileState } from './unit-file-state.ts'

export interface ListedUnitFile {
  /** With the root in front. */
  readonly path: string
  readonly name: string
  readonly state: UnitFileState
}

/** Every name once, from the first folder that has it, in order of the folders; a file that cannot be read is `bad`. */
export function listUnitFiles(
  lookup: Lookup,
  wants: (name: string) => boolean = () => true,
): readonly ListedUnitFile[] {
  const links = readEnablingLinks(lookup)
  const files = new Map<string, ListedUnitFile>()
  for (const folder of lookup.paths.folders) {
    for (const [name, kind] of lookup.folders.list(folder)) {
      if (files.has(name) || !isUnitName(name) || !wants(name)) {
        continue
      }
      if (kind !== 'file' && kind !== 'symlink') {
        continue
      }
      const state = unitFileState(lookup, name, links)
      files.set(name, { path: `${lookup.tree.root}${folder}/${name}`, name, state: state.ok ? state.value : 'bad' })
    }
  }
  return [...files.values()]
}

/** The words of the property UnitFilePreset. */
export type UnitFilePreset = 'enabled' | 'disabled' | 'ignored'

const presetWords = { enable: 'enabled', disable: 'disabled', ignore: 'ignored' } as const

/** What the presets say of each name; the files are read once. */
export function unitFilePresets(lookup: Lookup): (name: string) => UnitFilePreset {
  const rules = readPresets(lookup)
  return name => presetWords[queryPreset(rules, name).action]
}
