/** Which directives of enabled units do not do here what they do under systemd, as the tables of directives say. */
import { specifierHost } from '#catalog/host-facts.ts'
import { listUnitFiles } from '#catalog/install/unit-file-list.ts'
import { newLookup } from '#catalog/lookup.ts'
import { dropInPaths } from '#catalog/sources.ts'
import { readIndex } from '#catalog/unit-index.ts'
import type { Environment } from '#cli/render/look.ts'
import type { CommandKernel } from '#cli/session/session.ts'
import type { Effect, Row } from '#core/unit/kinds/kind.ts'
import { isSection, sections, tables } from '#core/unit/read/parsed.ts'
import { parseUnitFile } from '#core/unitfile/parse.ts'
import type { UnitDirective } from './rules.ts'

const fileMaxBytes = 1 << 20

export function weakDirectives(kernel: CommandKernel, environment: Environment): readonly UnitDirective[] {
  const { files } = kernel
  const reader = { host: () => specifierHost(kernel, 'system', ''), say: () => undefined }
  const lookup = newLookup(files, { mode: 'system', root: '', environment }, reader)
  const index = readIndex(files, lookup.paths.folders)
  const enabled = listUnitFiles(lookup).filter(({ state }) => state === 'enabled' || state === 'enabled-runtime')
  return enabled.flatMap(({ name, path }) => {
    const paths = [path, ...dropInPaths(files, index, [name])]
    const found = paths.flatMap(each => {
      const text = files.readText(each, fileMaxBytes)
      return text.ok ? weakIn(name, each, text.value) : []
    })
    return [...new Map(found.map(one => [one.directive, one])).values()]
  })
}

function weakIn(unit: string, path: string, text: string): readonly UnitDirective[] {
  return parseUnitFile(path, text).sections.flatMap(({ name, assignments }) =>
    // An empty value takes back what was said before.
    assignments.flatMap(({ key, value }) => {
      const effect = value === '' ? undefined : effectOf(name, key)
      if (effect === undefined || effect.is === 'effective') {
        return []
      }
      const why = effect.is === 'inert' ? effect.why : effect.when
      return [{ unit, directive: key, effect: effect.is, why }]
    }),
  )
}

function effectOf(section: string, key: string): Effect | undefined {
  if (!isSection(section)) {
    return undefined
  }
  const row = sections[section].map((name): Row | undefined => rowIn(tables[name], key)).find(one => one !== undefined)
  return row !== undefined && 'effect' in row ? row.effect : undefined
}

function rowIn(table: Readonly<Record<string, Row>>, key: string): Row | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
