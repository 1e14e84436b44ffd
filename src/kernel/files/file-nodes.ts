/** Nodes, times and locks, for real. */
import {
  type BigIntStats,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  fstatSync,
  lstatSync,
  lutimesSync,
  openSync,
  writeFileSync,
} from 'node:fs'
import { errnoNumber } from '#core/base/linux/errno.ts'
import { fail, ok } from '#core/base/result.ts'
import { bytesOf, pathOf, terminated } from '#kernel/bytes.ts'
import type { Outcome } from '#kernel/kernel.ts'
import { done, type Native, outcome } from '#kernel/native.ts'
import { attempt } from './attempt.ts'
import { statusOf } from './file-status.ts'
import type { FileDetails, FilesByRules, OpenFolder, OpenNode } from './files-by-rules.ts'

export function nodeFiles(native: Native): FilesByRules {
  const { O_CREAT, O_EXCL, O_TRUNC } = constants
  return {
    details,
    createFile: (path, content, mode) =>
      write(path, content, O_CREAT | O_EXCL | constants.O_NOFOLLOW, mode, fd => fchmodSync(fd, mode)),
    overwriteFile: (path, content, mode) => write(path, content, O_CREAT | O_TRUNC | constants.O_NOFOLLOW, mode),
    writeSafely: (path, content, appends) => writeSafely(native, path, content, appends),
    copyFile: (from, to) => attempt(() => copyFileSync(pathOf(from), pathOf(to), constants.COPYFILE_EXCL)),
    setTimes: (path, accessedUs, modifiedUs) =>
      attempt(() => lutimesSync(pathOf(path), Number(accessedUs) / 1e6, Number(modifiedUs) / 1e6)),
    makeNode: (path, kind, mode, major, minor) => {
      return done(native.makeNode(terminated(path), nodeTypes[kind], mode, major, minor))
    },
    chmodItself,
    attribute: (path, name) => attribute(native, path, name),
    setAttribute: (path, name, value) => done(native.setAttribute(terminated(path), terminated(name), value)),
    openNode,
    openFolder: path => openFolder(native, path),
    openParent: (path, makeMode = -1) => {
      const fd = outcome(native.openParent(terminated(path), makeMode))
      return fd.ok ? ok(folderOf(native, fd.value)) : fd
    },
    tryLockExisting: path =>
      lock(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW, fd => native.fdLock(fd)),
    tryRecordLock: path =>
      lock(path, constants.O_RDWR | O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK, fd => {
        attempt(() => fchmodSync(fd, 0o600))
        const taken = native.fdRecordLock(fd)
        // fcntl(2) may say either when others have it; a file that may not be opened is another matter.
        return taken === -errnoNumber('EACCES') ? -errnoNumber('EAGAIN') : taken
      }),
  }
}

const nodeTypes = { character: constants.S_IFCHR, block: constants.S_IFBLK, fifo: constants.S_IFIFO } as const

// What Node has no name for: a descriptor that only stands for what is at a path.
const O_PATH = 0o10_000_000

const attributeMax = 65_536

function attribute(native: Native, path: string, name: string): Outcome<Uint8Array> {
  const value = new Uint8Array(attributeMax)
  const size = outcome(native.attribute(terminated(path), terminated(name), value))
  return size.ok ? ok(value.subarray(0, size.value)) : size
}

function chmodItself(path: string, mode: number): Outcome<void> {
  const node = openNode(path)
  if (!node.ok) {
    return node
  }
  const changed = node.value.chmod(mode)
  node.value.close()
  return changed
}

function openNode(path: string): Outcome<OpenNode> {
  const fd = attempt(() => openSync(pathOf(path), O_PATH | constants.O_NOFOLLOW))
  return fd.ok ? nodeOf(fd.value) : fd
}

function nodeOf(fd: number): Outcome<OpenNode> {
  const stats = attempt(() => fstatSync(fd, { bigint: true }))
  const status = statusOf(stats)
  if (!stats.ok || !status.ok) {
    closeSync(fd)
    return status.ok ? fail('ENOENT') : status
  }
  const at = `/proc/self/fd/${fd}`
  return ok({
    at,
    status: status.value,
    details: detailsOf(stats.value),
    chown: (uid, gid) => attempt(() => chownSync(at, uid, gid)),
    chmod: mode => (status.value.kind === 'symlink' ? fail('ELOOP') : attempt(() => chmodSync(at, mode))),
    close: () => closeSync(fd),
  })
}

function writeSafely(native: Native, path: string, content: string, appends: boolean): Outcome<OpenNode> {
  const flags = constants.O_WRONLY | constants.O_NONBLOCK | (appends ? constants.O_APPEND : 0)
  const fd = outcome(native.openFile(terminated(path), flags))
  if (!fd.ok) {
    return fd
  }
  const written = attempt(() => writeFileSync(fd.value, bytesOf(content)))
  if (written.ok) {
    return nodeOf(fd.value)
  }
  closeSync(fd.value)
  return written
}

function openFolder(native: Native, path: string): Outcome<OpenFolder> {
  const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const fd = attempt(() => openSync(pathOf(path), flags))
  if (!fd.ok) {
    return fd
  }
  return ok(folderOf(native, fd.value))
}

function folderOf(native: Native, fd: number): OpenFolder {
  return { at: `/proc/self/fd/${fd}`, lock: () => native.fdLock(fd) >= 0, close: () => closeSync(fd) }
}

function details(path: string): Outcome<FileDetails> {
  const stats = attempt(() => lstatSync(pathOf(path), { bigint: true, throwIfNoEntry: false }))
  if (!stats.ok) {
    return stats
  }
  if (stats.value === undefined) {
    return fail('ENOENT')
  }
  return ok(detailsOf(stats.value))
}

function detailsOf({ atimeNs, ctimeNs, birthtimeNs, nlink, rdev }: BigIntStats): FileDetails {
  return {
    accessedUs: atimeNs / 1000n,
    changedUs: ctimeNs / 1000n,
    bornUs: birthtimeNs / 1000n,
    links: Number(nlink),
    node: `${((rdev >> 8n) & 0xfffn) | ((rdev >> 32n) & ~0xfffn)}:${(rdev & 0xffn) | ((rdev >> 12n) & ~0xffn)}`,
  }
}

function write(
  path: string,
  content: string,
  more: number,
  mode: number,
  then: (fd: number) => void = () => undefined,
): Outcome<void> {
  const flags = constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY | more
  const fd = attempt(() => openSync(pathOf(path), flags, mode))
  if (!fd.ok) {
    return fd
  }
  try {
    return attempt(() => {
      if (content !== '') {
        writeFileSync(fd.value, bytesOf(content))
      }
      then(fd.value)
    })
  } finally {
    closeSync(fd.value)
  }
}

function lock(path: string, flags: number, take: (fd: number) => number): Outcome<{ release(): void }> {
  const fd = attempt(() => openSync(pathOf(path), flags, 0o600))
  if (!fd.ok) {
    return fd
  }
  const locked = done(take(fd.value))
  if (locked.ok) {
    return ok({ release: () => closeSync(fd.value) })
  }
  closeSync(fd.value)
  return locked
}
