/** What rules of tmpfiles.d and sysusers.d need of files, on a tree in memory. */
import { fail, ok } from '#core/base/result.ts'
import { bytesOf } from '#kernel/bytes.ts'
import type { FilesByRules, OpenNode } from '#kernel/files/files-by-rules.ts'
import type { Outcome } from '#kernel/kernel.ts'
import { statusOf } from './status.ts'
import { type FakeTree, parentOf, type TreeNode } from './tree.ts'

const kinds = { character: 'character-device', block: 'block-device', fifo: 'fifo' } as const

export function filesByRules(tree: FakeTree, lock: (path: string) => Outcome<{ release(): void }>): FilesByRules {
  const withNode = <T>(path: string, last: 'follow' | 'keep', act: (node: TreeNode, at: string) => T): Outcome<T> => {
    const found = tree.find(path, last)
    return found.ok ? ok(act(found.value.node, found.value.path)) : found
  }
  const write = (path: string, content: string, appends: boolean): Outcome<TreeNode> =>
    withNode(path, 'keep', node => {
      const bytes = bytesOf(content)
      node.bytes = appends ? new Uint8Array([...node.bytes, ...bytes]) : bytes
      return node
    })
  const open = (path: string): Outcome<OpenNode> => withNode(path, 'keep', (node, at) => openNode(node, at))
  const folder = (path: string) =>
    withNode(path, 'follow', (_, at) => ({ at, lock: () => lock(at).ok, close: () => undefined }))
  return {
    details: path => withNode(path, 'keep', detailsOf),
    createFile: (path, content, mode) => {
      const real = tree.resolve(path, 'keep')
      if (!real.ok) {
        return real
      }
      if (tree.nodes.has(real.value)) {
        return fail('EEXIST')
      }
      tree.put(real.value, 'file', { bytes: bytesOf(content), mode })
      return ok(undefined)
    },
    overwriteFile: (path, content, mode) => {
      const real = tree.resolve(path, 'keep')
      if (!real.ok) {
        return real
      }
      const kind = tree.nodes.get(real.value)?.kind
      if (kind === 'symlink') {
        return fail('ELOOP')
      }
      if (kind === undefined) {
        tree.put(real.value, 'file', { mode })
      }
      const written = write(path, content, false)
      return written.ok ? ok(undefined) : written
    },
    writeSafely: (path, content, appends) => {
      const written = write(path, content, appends)
      return written.ok ? open(path) : written
    },
    copyFile: (from, to) => withNode(from, 'follow', ({ bytes, mode }) => void tree.put(to, 'file', { bytes, mode })),
    setTimes: (path, _accessed, modifiedUs) => withNode(path, 'keep', node => void Object.assign(node, { modifiedUs })),
    makeNode: (path, kind, mode) => {
      tree.put(path, kinds[kind], { mode })
      return ok(undefined)
    },
    chmodItself: (path, mode) => withNode(path, 'keep', node => void Object.assign(node, { mode })),
    attribute: () => fail('EOPNOTSUPP'),
    setAttribute: () => fail('EOPNOTSUPP'),
    openNode: open,
    openParent: (path, makeMode) => {
      const above = parentOf(path)
      if (makeMode !== undefined && !tree.find(above).ok) {
        tree.put(above, 'directory', { mode: makeMode })
      }
      return folder(above)
    },
    openFolder: folder,
    tryLockExisting: lock,
    tryRecordLock: lock,
  }
}

function openNode(node: TreeNode, at: string): OpenNode {
  return {
    status: statusOf(node),
    details: detailsOf(node),
    at,
    chown: (uid, gid) => ok(void Object.assign(node, { uid, gid })),
    chmod: mode => (node.kind === 'symlink' ? fail('ELOOP') : ok(void Object.assign(node, { mode }))),
    close: () => undefined,
  }
}

function detailsOf({ modifiedUs }: TreeNode) {
  return { accessedUs: modifiedUs, changedUs: modifiedUs, bornUs: modifiedUs, links: 1, node: '0:0' }
}
