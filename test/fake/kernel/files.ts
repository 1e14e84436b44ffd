/** Files of the fake kernel: the calls of `Files` on a tree in memory. */
import { fail, ok } from '#core/base/result.ts'
import { decodeText } from '#core/base/text/text.ts'
import { bytesOf } from '#kernel/bytes.ts'
import type { Files, Outcome } from '#kernel/kernel.ts'
import { filesByRules } from './files-by-rules.ts'
import { statusOf } from './status.ts'
import { type FakeTree, parentOf, type TreeNode } from './tree.ts'

export function fakeFiles(tree: FakeTree): Files {
  const locks = new Set<string>()
  const read = (path: string, maxBytes: number): Outcome<Uint8Array> => {
    const found = tree.find(path)
    if (!found.ok) {
      return found
    }
    const { kind, bytes } = found.value.node
    if (kind === 'directory') {
      return fail('EISDIR')
    }
    if (kind !== 'file') {
      return fail('EBADFD')
    }
    return bytes.length > maxBytes ? fail('EFBIG') : ok(bytes)
  }
  const readText = (path: string, maxBytes: number): Outcome<string> => {
    const bytes = read(path, maxBytes)
    return bytes.ok ? ok(decodeText(bytes.value)) : bytes
  }
  const change = (path: string, last: 'follow' | 'keep', act: (node: TreeNode) => void): Outcome<void> => {
    const found = tree.find(path, last)
    if (!found.ok) {
      return found
    }
    act(found.value.node)
    tree.tell(found.value.path, { what: 'attributes', name: null })
    return ok(undefined)
  }
  const lock = (path: string): Outcome<{ readonly fd: number; release(): void }> => {
    if (locks.has(path)) {
      return fail('EAGAIN')
    }
    locks.add(path)
    return ok({ fd: -1, release: () => void locks.delete(path) })
  }
  return {
    readBytes: read,
    readText,
    readChased: (path, maxBytes) => {
      const text = readText(path, maxBytes)
      const found = tree.find(path)
      if (!text.ok) {
        return text
      }
      return found.ok ? ok({ text: text.value, uid: found.value.node.uid, isSafe: true }) : found
    },
    status: path => mapped(tree.find(path), ({ node }) => statusOf(node)),
    linkStatus: path => mapped(tree.find(path, 'keep'), ({ node }) => statusOf(node)),
    readLink: path => {
      const found = tree.find(path, 'keep')
      if (!found.ok) {
        return found
      }
      return found.value.node.kind === 'symlink' ? ok(found.value.node.target) : fail('EINVAL')
    },
    realPath: path => mapped(tree.find(path), found => found.path),
    list: path => {
      const found = tree.find(path)
      if (!found.ok) {
        return found
      }
      return found.value.node.kind === 'directory' ? ok(tree.below(found.value.path)) : fail('ENOTDIR')
    },
    access: (path, what) => {
      const found = tree.find(path)
      if (!found.ok) {
        return false
      }
      const { kind, mode } = found.value.node
      return what !== 'execute' || kind === 'directory' || (mode & 0o111) !== 0
    },
    readOnlyFileSystem: () => false,
    removeTree: async path => {
      const found = tree.find(path, 'keep')
      if (!found.ok) {
        return found
      }
      const inside = [...tree.nodes.keys()].filter(at => at.startsWith(`${found.value.path}/`))
      for (const at of inside.toSorted().toReversed()) {
        tree.remove(at)
      }
      tree.remove(found.value.path)
      return ok(undefined)
    },
    chmod: (path, mode) => change(path, 'follow', node => void Object.assign(node, { mode })),
    chown: (path, uid, gid) => change(path, 'keep', node => void Object.assign(node, { uid, gid })),
    tryLock: lock,
    watch: (path, changed) => tree.watch(path, changed),
    ...changes(tree),
    ...filesByRules(tree, lock),
  }
}

/** What makes and removes names. */
function changes(
  tree: FakeTree,
): Pick<
  Files,
  | 'writeAtomically'
  | 'writeInPlace'
  | 'makeDirectory'
  | 'makeDirectories'
  | 'makeLink'
  | 'rename'
  | 'unlink'
  | 'unlinkChased'
  | 'removeDirectory'
> {
  const fresh = (path: string): Outcome<string> => {
    const real = tree.resolve(path, 'keep')
    if (!real.ok) {
      return real
    }
    if (tree.nodes.has(real.value)) {
      return fail('EEXIST')
    }
    const above = tree.nodes.get(parentOf(real.value))
    if (above === undefined) {
      return fail('ENOENT')
    }
    return above.kind === 'directory' ? real : fail('ENOTDIR')
  }
  const unlink = (path: string): Outcome<void> => {
    const found = tree.find(path, 'keep')
    if (!found.ok) {
      return found
    }
    if (found.value.node.kind === 'directory') {
      return fail('EISDIR')
    }
    tree.remove(found.value.path)
    return ok(undefined)
  }
  return {
    writeAtomically: (path, content, mode) => {
      const real = tree.resolve(path, 'keep')
      if (!real.ok) {
        return real
      }
      if (!tree.nodes.has(parentOf(real.value))) {
        return fail('ENOENT')
      }
      tree.put(real.value, 'file', { bytes: typeof content === 'string' ? bytesOf(content) : content, mode })
      return ok(undefined)
    },
    writeInPlace: (path, content) => {
      const found = tree.find(path)
      if (!found.ok) {
        return found
      }
      found.value.node.bytes = bytesOf(content)
      tree.tell(found.value.path, { what: 'written', name: null })
      return ok(undefined)
    },
    makeDirectory: (path, mode) => mapped(fresh(path), real => void tree.put(real, 'directory', { mode })),
    makeDirectories: (path, mode) => {
      const found = tree.find(path)
      if (found.ok) {
        return found.value.node.kind === 'directory' ? ok(undefined) : fail('EEXIST')
      }
      tree.put(path, 'directory', { mode })
      return ok(undefined)
    },
    makeLink: (target, path) => mapped(fresh(path), real => void tree.put(real, 'symlink', { target })),
    rename: (from, to) => {
      const found = tree.find(from, 'keep')
      const place = tree.resolve(to, 'keep')
      if (!found.ok) {
        return found
      }
      if (!place.ok) {
        return place
      }
      const prefix = `${found.value.path}/`
      const moved = [...tree.nodes].filter(([at]) => at === found.value.path || at.startsWith(prefix))
      for (const [at] of moved) {
        tree.remove(at)
      }
      for (const [at, node] of moved) {
        tree.put(place.value + at.slice(found.value.path.length), node.kind, node)
      }
      return ok(undefined)
    },
    unlink,
    unlinkChased: unlink,
    removeDirectory: path => {
      const found = tree.find(path, 'keep')
      if (!found.ok) {
        return found
      }
      if (found.value.node.kind !== 'directory') {
        return fail('ENOTDIR')
      }
      if (tree.below(found.value.path).length > 0) {
        return fail('ENOTEMPTY')
      }
      tree.remove(found.value.path)
      return ok(undefined)
    },
  }
}

function mapped<A, B>(outcome: Outcome<A>, by: (value: A) => B): Outcome<B> {
  return outcome.ok ? ok(by(outcome.value)) : outcome
}
