/** RequiresMountsFor= and WantsMountsFor= (systemd.unit(5)): mount units on the way to a path come first. */
import { pathComponents } from '#core/base/path.ts'
import type { KnownMount } from './load-context.ts'
import { unitNameFromPath } from './name-escape.ts'
import type { MountNeed, RelationBuilder } from './relation-builder.ts'

/** A mount unit with a file is also pulled in; one that only stands in the mount table is there already. */
export function addMountDependencies(relations: RelationBuilder, mounts: ReadonlyMap<string, KnownMount>): void {
  const pulls = { RequiresMountsFor: 'Requires', WantsMountsFor: 'Wants' } as const
  for (const need of ['RequiresMountsFor', 'WantsMountsFor'] as const satisfies readonly MountNeed[]) {
    for (const name of new Set(relations.mountPaths(need).flatMap(mountUnitsOf))) {
      const mount = mounts.get(name)
      if (mount === undefined) continue
      relations.add(name, 'After')
      if (mount.hasFile) relations.add(name, pulls[need])
    }
  }
}

/** The names of the mount units of a path and of all folders above it. */
function mountUnitsOf(path: string): readonly string[] {
  const names = pathComponents(path)
  const folders = ['/', ...names.map((_, index) => `/${names.slice(0, index + 1).join('/')}`)]
  return folders.flatMap(folder => {
    const name = unitNameFromPath(folder, '.mount')
    return name.ok ? [name.value] : []
  })
}
