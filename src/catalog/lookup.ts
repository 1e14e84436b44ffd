/** What every question about unit files needs: the folders, what lies in them, and who reads. */

import type { InstallReader } from '#catalog/install/install-info.ts'
import type { Files } from '#kernel/kernel.ts'
import { type Tree, treeOf } from './chase.ts'
import { type LookupPaths, lookupPaths, type Scope } from './search-path.ts'
import { type UnitFolders, unitFolders } from './unit-folders.ts'

/** Made for one command or request: what was listed once is not listed again, unless we changed it ourselves. */
export interface Lookup {
  readonly tree: Tree
  readonly scope: Scope
  readonly paths: LookupPaths
  readonly folders: UnitFolders
  readonly reader: InstallReader
}

export function newLookup(files: Files, scope: Scope, reader: InstallReader): Lookup {
  const tree = treeOf(files, scope.root)
  return { tree, scope, paths: lookupPaths(scope), folders: unitFolders(tree), reader }
}
