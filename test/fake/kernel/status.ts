/** What is told of a node. */
import type { FileStatus } from '#kernel/kernel.ts'
import type { TreeNode } from './tree.ts'

export function statusOf(node: TreeNode): FileStatus {
  const { kind, bytes, mode, uid, gid, inode, modifiedUs } = node
  return { kind, sizeBytes: bytes.length, mode, uid, gid, device: 1n, inode, modifiedUs }
}
