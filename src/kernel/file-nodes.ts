/** What making and cleaning up files by rules (tmpfiles.d, sysusers.d) needs beyond what a manager does with files. */
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  lstatSync,
  lutimesSync,
  openSync,
  writeFileSync,
} from 'node:fs'
import { fail, ok } from '#core/base/result.ts'
import { attempt } from './attempt.ts'
import { bytesOf, pathOf, terminated } from './bytes.ts'
import type { FileDetails, Files, Outcome } from './kernel.ts'
import { done, type Native } from './native.ts'

type NodeFiles = Pick<
  Files,
  | 'details'
  | 'createFile'
  | 'overwriteFile'
  | 'appendInPlace'
  | 'copyFile'
  | 'setTimes'
  | 'makeNode'
  | 'tryLockExisting'
  | 'tryRecordLock'
>

export function nodeFiles(native: Native): NodeFiles {
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
      const type = kind === 'block' ? constants.S_IFBLK : constants.S_IFCHR
      return done(native.makeNode(terminated(path), type, mode, major, minor))
    },
    tryLockExisting: path =>
      lock(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW, fd => native.fdLock(fd)),
    tryRecordLock: path =>
      lock(path, constants.O_RDWR | O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK, fd => {
        attempt(() => fchmodSync(fd, 0o600))
        return native.fdRecordLock(fd)
      }),
  }
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
