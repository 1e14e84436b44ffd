/** What stat(2) says, as the kernel room tells it. */
import type { BigIntStats, Dirent } from 'node:fs'
import { fail, ok } from '#core/base/result.ts'
import type { FileKind, FileStatus, Outcome } from '#kernel/kernel.ts'

export function statusOf(stats: Outcome<BigIntStats | undefined>): Outcome<FileStatus> {
  if (!stats.ok) {
    return stats
  }
  if (!stats.value) {
    return fail('ENOENT')
  }
  const { size, mode, uid, gid, dev, ino, mtimeNs } = stats.value
  return ok({
    kind: kindOf(stats.value),
    sizeBytes: Number(size),
    mode: Number(mode & 0o7777n),
    uid: Number(uid),
    gid: Number(gid),
    device: dev,
    inode: ino,
    modifiedUs: mtimeNs / 1000n,
  })
}

export function kindOf(entry: BigIntStats | Dirent<Buffer>): FileKind {
  if (entry.isFile()) {
    return 'file'
  }
  if (entry.isDirectory()) {
    return 'directory'
  }
  if (entry.isSymbolicLink()) {
    return 'symlink'
  }
  if (entry.isFIFO()) {
    return 'fifo'
  }
  if (entry.isSocket()) {
    return 'socket'
  }
  return entry.isBlockDevice() ? 'block-device' : 'character-device'
}
