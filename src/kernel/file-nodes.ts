/** Nodes, times and locks, for real. */
import {
  chmodSync,
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
import { fail, ok } from '#core/base/result.ts'
import { attempt } from './attempt.ts'
import { bytesOf, pathOf, terminated } from './bytes.ts'
import type { FileDetails, FilesByRules, OpenFolder } from './files-by-rules.ts'
import type { Outcome } from './kernel.ts'
import { done, type Native } from './native.ts'

export function nodeFiles(native: Native): FilesByRules {
  const { O_CREAT, O_EXCL, O_TRUNC, O_APPEND } = constants
  return {
    details,
    createFile: (path, content, mode) => {
      const written = write(path, content, O_CREAT | O_EXCL | constants.O_NOFOLLOW, mode)
      return written.ok ? attempt(() => chmodSync(pathOf(path), mode)) : written
    },
    overwriteFile: (path, content, mode) => write(path, content, O_CREAT | O_TRUNC | constants.O_NOFOLLOW, mode),
    appendInPlace: (path, content) => write(path, content, O_APPEND, 0),
    copyFile: (from, to) => attempt(() => copyFileSync(pathOf(from), pathOf(to), constants.COPYFILE_EXCL)),
    setTimes: (path, accessedUs, modifiedUs) =>
      attempt(() => lutimesSync(pathOf(path), Number(accessedUs) / 1e6, Number(modifiedUs) / 1e6)),
    makeNode: (path, kind, mode, major, minor) => {
      return done(native.makeNode(terminated(path), nodeTypes[kind], mode, major, minor))
    },
    chmodItself,
    openFolder: path => openFolder(native, path),
    tryLockExisting: path =>
      lock(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW, fd => native.fdLock(fd)),
    tryRecordLock: path =>
      lock(path, constants.O_RDWR | O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK, fd => {
        attempt(() => fchmodSync(fd, 0o600))
        return native.fdRecordLock(fd)
      }),
  }
}

const nodeTypes = { character: constants.S_IFCHR, block: constants.S_IFBLK, fifo: constants.S_IFIFO } as const

// What Node has no name for: a descriptor that only stands for what is at a path.
const O_PATH = 0o10_000_000

function chmodItself(path: string, mode: number): Outcome<void> {
  const fd = attempt(() => openSync(pathOf(path), O_PATH | constants.O_NOFOLLOW))
  if (!fd.ok) return fd
  try {
    const isLink = fstatSync(fd.value).isSymbolicLink()
    return isLink ? fail('ELOOP') : attempt(() => chmodSync(`/proc/self/fd/${fd.value}`, mode))
  } finally {
    closeSync(fd.value)
  }
}

function openFolder(native: Native, path: string): Outcome<OpenFolder> {
  const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const fd = attempt(() => openSync(pathOf(path), flags))
  if (!fd.ok) return fd
  return ok({
    at: `/proc/self/fd/${fd.value}`,
    lock: () => native.fdLock(fd.value) >= 0,
    close: () => closeSync(fd.value),
  })
}

function details(path: string): Outcome<FileDetails> {
  const stats = attempt(() => lstatSync(pathOf(path), { bigint: true, throwIfNoEntry: false }))
  if (!stats.ok) return stats
  if (stats.value === undefined) return fail('ENOENT')
  const { atimeNs, ctimeNs, birthtimeNs, nlink, rdev } = stats.value
  return ok({
    accessedUs: atimeNs / 1000n,
    changedUs: ctimeNs / 1000n,
    bornUs: birthtimeNs / 1000n,
    links: Number(nlink),
    node: `${((rdev >> 8n) & 0xfffn) | ((rdev >> 32n) & ~0xfffn)}:${(rdev & 0xffn) | ((rdev >> 12n) & ~0xffn)}`,
  })
}

function write(path: string, content: string, more: number, mode: number): Outcome<void> {
  const flags = constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY | more
  const fd = attempt(() => openSync(pathOf(path), flags, mode))
  if (!fd.ok) return fd
  try {
    return content === '' ? ok(undefined) : attempt(() => writeFileSync(fd.value, bytesOf(content)))
  } finally {
    closeSync(fd.value)
  }
}

function lock(path: string, flags: number, take: (fd: number) => number): Outcome<{ release(): void }> {
  const fd = attempt(() => openSync(pathOf(path), flags, 0o600))
  if (!fd.ok) return fd
  const locked = done(take(fd.value))
  if (locked.ok) return ok({ release: () => closeSync(fd.value) })
  closeSync(fd.value)
  return locked
}
