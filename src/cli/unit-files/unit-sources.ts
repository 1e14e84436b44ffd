/** The files that make a unit, as the disk has them now: what `cat` shows and `edit` changes. */
import { dropInPaths } from '#catalog/sources.ts'
import { lookUp, readIndex, type UnitIndex } from '#catalog/unit-index.ts'
import type { Session } from '#cli/session/session.ts'
import { openLookup } from './place.ts'

export interface UnitFiles {
  readonly name: string
  /** Null where the unit is nothing but drop-ins, or is not there at all. */
  readonly fragment: string | null
  readonly isMasked: boolean
  readonly dropIns: readonly string[]
}

/** Reads the search path once, for as many units as one likes. */
export function openUnitFiles(session: Session): (name: string) => UnitFiles {
  const { tree, paths } = openLookup(session, true)
  const index = readIndex(tree.files, paths.folders)
  return name => {
    const { id, found } = lookUp(index, name)
    const isFile = found?.is === 'file' || found?.is === 'masked'
    return {
      name,
      fragment: isFile ? found.path : null,
      isMasked: found?.is === 'masked',
      dropIns: isFile ? dropInPaths(tree.files, index, namesOf(index, id, name)) : [],
    }
  }
}

function namesOf(index: UnitIndex, id: string, name: string): readonly string[] {
  return [...new Set([id, name, ...(index.aliases.get(id) ?? [])])]
}
