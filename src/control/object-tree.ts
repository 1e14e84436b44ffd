/**
 * The objects a server shows. The manager says which branches there are; the nodes above them exist by themselves, so that
 * walking the tree from `/` with introspection works.
 */
import type { Result } from '#core/base/result.ts'
import type { BusError } from './errors.ts'
import type { Face } from './implement.ts'

export interface ObjectTree {
  /**
   * The interfaces of the object at a path, in the order in which GetAll lists their properties; undefined when there is no
   * such object, an error when looking for it failed.
   */
  find(path: string): Result<readonly Face[], BusError> | undefined
  /** The names of the nodes directly below a path. */
  children(path: string): readonly string[]
}

/** The objects directly below one path, by the last element of theirs. */
export interface Branch {
  find(label: string): Result<readonly Face[], BusError> | undefined
  labels(): readonly string[]
}

/** A tree of objects at fixed paths, and of branches whose objects come and go. */
export function createObjectTree(
  objects: ReadonlyMap<string, () => readonly Face[]>,
  branches: ReadonlyMap<string, Branch>,
): ObjectTree {
  const nodes = nodesAbove([...objects.keys(), ...branches.keys()])
  return {
    find(path) {
      const faces = objects.get(path)
      if (faces !== undefined) {
        return { ok: true, value: faces() }
      }
      if (nodes.has(path)) {
        return { ok: true, value: [] }
      }
      const cut = path.lastIndexOf('/')
      return branches.get(path.slice(0, cut))?.find(path.slice(cut + 1))
    },
    children: path => [...(nodes.get(path) ?? []), ...(branches.get(path)?.labels() ?? [])],
  }
}

/** Every path and the paths above it, each with the names directly below it. */
function nodesAbove(paths: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const nodes = new Map<string, Set<string>>()
  for (const path of paths) {
    let below: string | null = null
    let at = path
    while (true) {
      const names = nodes.get(at) ?? new Set()
      if (below !== null) {
        names.add(below)
      }
      nodes.set(at, names)
      if (at === '/') {
        break
      }
      const cut = at.lastIndexOf('/')
      below = at.slice(cut + 1)
      at = cut === 0 ? '/' : at.slice(0, cut)
    }
  }
  return nodes
}
