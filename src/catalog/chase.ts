/**
 * Paths below a root (`--root=`). All paths here are those seen from inside the root, and links are followed as if the root were
 * `/`: a link to /usr/lib/foo of an image leads into the image.
 */
import { fail, ok } from '#core/base/result.ts'
import type { Files, Outcome } from '#kernel/kernel.ts'

export interface Tree {
  readonly files: Files
  /** Without a slash at its end; empty for the running system. */
  readonly root: string
}

/** The tree of a root as a user may write it. */
export function treeOf(files: Files, root: string): Tree {
  return { files, root: root.replace(/\/+$/, '') }
}

/** The path of the outside world. */
export function outer(tree: Tree, path: string): string {
  return `${tree.root}${path}`
}

// As many as systemd follows.
const linksMax = 32

/**
 * The path without links, `.` and `..`; with `keep` a link in the last place stays. Names that do not exist stay as they are
 * said. ELOOP for too many links, ENOTDIR where a file stands in the way, EACCES.
 */
export function chase(tree: Tree, path: string, last: 'follow' | 'keep' = 'follow'): Outcome<string> {
  const open = components(path).reverse()
  let links = 0
  let done = ''
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === '..') {
      done = done.slice(0, Math.max(0, done.lastIndexOf('/')))
      continue
    }
    const at = `${done}/${name}`
    const target = last === 'keep' && open.length === 0 ? fail('EINVAL' as const) : tree.files.readLink(outer(tree, at))
    if (target.ok) {
      if (++links > linksMax) {
        return fail('ELOOP')
      }
      if (target.value.startsWith('/')) {
        done = ''
      }
      open.push(...components(target.value).reverse())
    } else if (target.error === 'EINVAL' || target.error === 'ENOENT') {
      done = at
    } else {
      return target
    }
  }
  return ok(done === '' ? '/' : done)
}

function components(path: string): string[] {
  return path.split('/').filter(name => name !== '' && name !== '.')
}
