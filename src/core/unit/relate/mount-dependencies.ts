/** RequiresMountsFor= and WantsMountsFor= (systemd.unit(5)): mount units on the way to a path come first. */
import { pathComponents } from '#core/base/path.ts'
import { unitNameMax } from '#core/unit/name/name.ts'
import { unitNameFromPath } from '#core/unit/name/name-escape.ts'
import type { KnownMount } from '#core/unit/read/load-context.ts'
import type { MountNeed, RelationBuilder } from './relation-builder.ts'

/** A mount unit with a file is also pulled in; one that only stands in the mount table is there already. */
export function addMountDependencies(relations: RelationBuilder, mounts: ReadonlyMap<string, KnownMount>): void {
  const pulls = { RequiresMountsFor: 'Requires', WantsMountsFor: 'Wants' } as const
  for (const need of ['RequiresMountsFor', 'WantsMountsFor'] as const satisfies readonly MountNeed[]) {
    for (const name of new Set(relations.mountPaths(need).flatMap(path => mountUnitsOf(path, mounts)))) {
      const mount = mounts.get(name)
      if (mount === undefined) {
        continue
      }
      relations.add(name, 'After')
      if (mount.hasFile) {
        relations.add(name, pulls[need])
      }
    }
  }
}

/**
 * The names of the mount units of a path and of all folders above it. Names of long paths end in a hash, which takes its time: they
 * are only asked for where something is mounted so deep.
 */
function mountUnitsOf(path: string, mounts: ReadonlyMap<string, KnownMount>): readonly string[] {
  const names = pathComponents(path)
  const folders = ['/', ...names.map((_, index) => `/${names.slice(0, index + 1).join('/')}`)]
  const short = folders.filter(folder => folder.length <= unitNameMax)
  const asked = short.length === folders.length || ![...mounts.keys()].some(isHashed) ? short : folders
  return asked.flatMap(folder => {
    const name = unitNameFromPath(folder, '.mount')
    return name.ok ? [name.value] : []
  })
}

function isHashed(name: string): boolean {
  return /_[0-9a-f]{16}\.mount$/.test(name)
}
