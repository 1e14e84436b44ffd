/** What loading units needs to know of the machine (core/unit/read/load-context.ts), gathered once and again on each reload. */

import type { PlaceHost } from '#core/unit/kinds/kind.ts'
import type { KnownMount, LoadContext } from '#core/unit/read/load-context.ts'
import { readManagerConfig } from '#core/unit/read/manager-config.ts'
import type { Diagnostic } from '#core/unitfile/diagnostic.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { specifierHost } from './host-facts.ts'
import { configSources } from './system-config.ts'
import type { UnitIndex } from './unit-index.ts'
import { systemZones } from './zones.ts'

export interface ReadContext {
  readonly context: LoadContext
  readonly diagnostics: readonly Diagnostic[]
}

/** @param mounted unit names of what is mounted now. */
export function readLoadContext(
  kernel: Pick<Kernel, 'host' | 'files'>,
  mode: 'system' | 'user',
  index: UnitIndex,
  mounted: readonly string[],
): ReadContext {
  const specifiers = specifierHost(kernel, mode)
  const place = placeHost(kernel, mode, specifiers.directories.runtime)
  const files = configSources(kernel.files, mode === 'system' ? 'system.conf' : 'user.conf')
  const { config, diagnostics } = readManagerConfig(files, place, specifiers)
  return { context: { specifiers, place, manager: config, mounts: knownMounts(index, mounted) }, diagnostics }
}

function placeHost(
  { host, files }: Pick<Kernel, 'host' | 'files'>,
  mode: 'system' | 'user',
  runtimeDirectory: string,
): PlaceHost {
  return {
    mode,
    architecture: host.architecture,
    runtimeDirectory,
    sockets: {
      ipv6: files.access('/proc/net/if_inet6', 'exists'),
      hasInterface: name => /^[^/]+$/.test(name) && files.access(`/sys/class/net/${name}`, 'exists'),
    },
    zones: systemZones(files, host.environment.get('TZ')),
  }
}

function knownMounts(index: UnitIndex, mounted: readonly string[]): ReadonlyMap<string, KnownMount> {
  const isMounted = new Set(mounted)
  const withFile = [...index.names.keys()].filter(name => name.endsWith('.mount'))
  return new Map(
    [...new Set([...withFile, ...mounted])].map(name => [
      name,
      { hasFile: index.names.has(name), isMounted: isMounted.has(name) },
    ]),
  )
}
