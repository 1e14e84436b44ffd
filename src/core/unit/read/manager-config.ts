/** The manager's own configuration, /etc/systemd/system.conf and its drop-ins (systemd-system.conf(5)). */
import { errnoText } from '#core/base/linux/errno.ts'
import { type ManagerConfig, managerDirectives } from '#core/unit/directives/manager.ts'
import { expandUnitSpecifiers, type SpecifierHost } from '#core/unit/expand/specifier.ts'
import type { Place, PlaceHost } from '#core/unit/kinds/kind.ts'
import type { Diagnostic } from '#core/unitfile/diagnostic.ts'
import { parseUnitFile } from '#core/unitfile/parse.ts'
import type { SourceText } from './parse-sources.ts'
import { assign, initialSettings } from './settings.ts'

/** What counts where no file says otherwise. */
export const managerDefaults: ManagerConfig = initialSettings(managerDirectives)

export interface ReadConfig {
  readonly config: ManagerConfig
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads the files in the given order; a later assignment wins. Specifiers know no unit here, only the host. */
export function readManagerConfig(
  files: readonly SourceText[],
  host: PlaceHost,
  specifiers: SpecifierHost,
): ReadConfig {
  const diagnostics: Diagnostic[] = []
  let config = managerDefaults
  for (const file of files) {
    const found = parseUnitFile(file.path, file.text, { known: ['Manager'] })
    diagnostics.push(...found.diagnostics)
    for (const { key, value, line } of found.sections.flatMap(({ assignments }) => assignments)) {
      const say = (message: string): void => {
        diagnostics.push({ path: file.path, line, section: 'Manager', key, level: 'warning', message })
      }
      const after = assign(managerDirectives, config, key, value, placeOf(key, host, specifiers, say))
      if (after === undefined) {
        say(`Unknown key '${key}' in section [Manager], ignoring.`)
      }
      config = after ?? config
    }
  }
  return { config, diagnostics }
}

function placeOf(key: string, host: PlaceHost, specifiers: SpecifierHost, say: (message: string) => void): Place {
  const resolve: Place['resolve'] = text => expandUnitSpecifiers(text, { name: '', fragmentPath: null }, specifiers)
  return {
    section: 'Manager',
    key,
    unit: '',
    unitType: 'service',
    host,
    resolve,
    expand(text) {
      const expanded = resolve(text)
      if (expanded.ok) {
        return expanded.value
      }
      say(`Failed to resolve unit specifiers in '${text}', ignoring: ${errnoText(expanded.error)}`)
      return undefined
    },
    warn: say,
    refuse: say,
  }
}
