/**
 * What lies in the folders of the search path, each listed once: a search for a unit asks for many names in few folders. Who
 * changes a folder says so with `forget`.
 */
import type { FileKind } from '#kernel/kernel.ts'
import { outer, type Tree } from './chase.ts'

export interface UnitFolders {
  /** The names in a folder with their kinds, sorted; nothing for a folder that is not there, or cannot be read. */
  list(folder: string): ReadonlyMap<string, FileKind>
  /** Lists the folder again when it is asked for the next time, and those below it. */
  forget(folder: string): void
}

export function unitFolders(tree: Tree): UnitFolders {
  const known = new Map<string, ReadonlyMap<string, FileKind>>()
  return {
    list(folder) {
      const before = known.get(folder)
      if (before !== undefined) {
        return before
      }
      const found = tree.files.list(outer(tree, folder))
      const entries = found.ok ? found.value.map(({ name, kind }) => [name, kind] as const) : []
      const sorted = new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
      known.set(folder, sorted)
      return sorted
    },
    forget(folder) {
      for (const name of known.keys()) {
        if (name === folder || name.startsWith(`${folder}/`) || folder.startsWith(`${name}/`)) {
          known.delete(name)
        }
      }
    },
  }
}
