/** A scratch folder as the whole file system: paths are those a process in a chroot would use, links included. */
import { chase, treeOf } from '#catalog/chase.ts'
import type { Files, Outcome } from '#kernel/kernel.ts'

/** Files of a scratch folder by their inner paths. /dev/null is the real one. */
export function inside(files: Files, root: string): Files {
  const tree = treeOf(files, root)
  const follow = (path: string, last: 'follow' | 'keep'): string => {
    const real = chase(tree, path, last)
    return real.ok && real.value !== '/dev/null'
      ? `${root}${real.value}`
      : path === '/dev/null' || real.ok
        ? '/dev/null'
        : `${root}${path}`
  }
  const to = (path: string): string => follow(path, 'follow')
  const at = (path: string): string => follow(path, 'keep')
  return {
    ...files,
    readBytes: (path, maxBytes) => files.readBytes(to(path), maxBytes),
    readText: (path, maxBytes) => files.readText(to(path), maxBytes),
    status: path => files.status(to(path)),
    linkStatus: path => files.linkStatus(at(path)),
    readLink: path => files.readLink(at(path)),
    realPath: path => innerPath(files.realPath(to(path)), root),
    list: path => files.list(to(path)),
    access: (path, what) => files.access(to(path), what),
    writeAtomically: (path, content, mode) => files.writeAtomically(at(path), content, mode),
    makeDirectory: (path, mode) => files.makeDirectory(at(path), mode),
    makeDirectories: (path, mode) => files.makeDirectories(to(path), mode),
    makeLink: (target, path) => files.makeLink(target, at(path)),
    rename: (from, target) => files.rename(at(from), at(target)),
    unlink: path => files.unlink(at(path)),
    removeDirectory: path => files.removeDirectory(at(path)),
    removeTree: path => files.removeTree(at(path)),
  }
}

function innerPath(outer: Outcome<string>, root: string): Outcome<string> {
  return outer.ok && outer.value.startsWith(root) ? { ok: true, value: outer.value.slice(root.length) || '/' } : outer
}
