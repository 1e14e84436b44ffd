/** What changes files. Nothing here follows a link in the last place, but where it says so. */
import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  lchownSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { fail, ok } from '#core/base/result.ts'
import { bytesOf, pathOf, terminated } from '#kernel/bytes.ts'
import type { Files, Outcome } from '#kernel/kernel.ts'
import { done, type Native } from '#kernel/native.ts'
import { attempt } from './attempt.ts'
import { chaseParent } from './chase.ts'
import { nodeFiles } from './file-nodes.ts'
import type { ReadingFiles } from './files.ts'

type ChangingFiles = Omit<Files, keyof ReadingFiles | 'watch'>

export function changingFiles(native: Native): ChangingFiles {
  return {
    ...nodeFiles(native),
    writeAtomically: (path, content, mode) => writeAtomically(native, path, content, mode),
    writeInPlace,
    makeDirectory: (path, mode) => makeDirectory(path, mode),
    makeDirectories: (path, mode) => makeDirectories(path, mode),
    makeLink: (target, path) => attempt(() => symlinkSync(pathOf(target), pathOf(path))),
    rename: (from, to) => attempt(() => renameSync(pathOf(from), pathOf(to))),
    unlinkChased,
    unlink: path => attempt(() => unlinkSync(pathOf(path))),
    removeDirectory: path => attempt(() => rmdirSync(pathOf(path))),
    chmod: (path, mode) => attempt(() => chmodSync(pathOf(path), mode)),
    chown: (path, uid, gid) => attempt(() => lchownSync(pathOf(path), uid, gid)),
    tryLock: path => tryLock(native, path),
    removeTree: async path => done(await native.removeTree(terminated(path))),
  }
}

/** A name beside `path` that nobody else chooses: `.#unit.service0123456789abcdef`, as systemd names such files. */
function temporaryName(native: Native, path: string): string {
  const random = new Uint8Array(8)
  native.random(random)
  const slash = path.lastIndexOf('/') + 1
  return `${path.slice(0, slash)}.#${path.slice(slash)}${Buffer.from(random).toString('hex')}`
}

function writeAtomically(native: Native, path: string, content: string | Uint8Array, mode: number): Outcome<void> {
  const temporary = temporaryName(native, path)
  const written = writeNew(temporary, typeof content === 'string' ? bytesOf(content) : content, mode)
  const renamed = written.ok ? attempt(() => renameSync(pathOf(temporary), pathOf(path))) : written
  if (!renamed.ok) {
    attempt(() => unlinkSync(pathOf(temporary)))
  }
  return renamed
}

function writeNew(path: string, bytes: Uint8Array, mode: number): Outcome<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW
  const fd = attempt(() => openSync(pathOf(path), flags, mode))
  if (!fd.ok) {
    return fd
  }
  try {
    return attempt(() => {
      writeFileSync(fd.value, bytes)
      fchmodSync(fd.value, mode)
    })
  } finally {
    closeSync(fd.value)
  }
}

/** One write, as control files want it; follows links. A FIFO without a reader is ENXIO. */
function writeInPlace(path: string, content: string): Outcome<void> {
  const flags = constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY
  const fd = attempt(() => openSync(pathOf(path), flags))
  if (!fd.ok) {
    return fd
  }
  try {
    return attempt(() => writeFileSync(fd.value, bytesOf(content)))
  } finally {
    closeSync(fd.value)
  }
}

/** The mode as asked for, whatever the umask, and of the folder itself: nobody shall have put a link in its place. */
function makeDirectory(path: string, mode: number): Outcome<void> {
  const made = attempt(() => void mkdirSync(pathOf(path), mode))
  if (!made.ok) {
    return made
  }
  const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW
  const fd = attempt(() => openSync(pathOf(path), flags))
  if (!fd.ok) {
    return fd
  }
  try {
    return attempt(() => fchmodSync(fd.value, mode))
  } finally {
    closeSync(fd.value)
  }
}

/** Existing folders stay as they are; EEXIST when the path exists and is no folder. */
function makeDirectories(path: string, mode: number): Outcome<void> {
  const made = makeDirectory(path, mode)
  if (made.ok) {
    return made
  }
  if (made.error === 'EEXIST') {
    return isDirectory(path) ? ok(undefined) : fail('EEXIST')
  }
  const slash = path.replace(/\/+$/, '').lastIndexOf('/')
  if (made.error !== 'ENOENT' || slash <= 0) {
    return made
  }
  const parent = makeDirectories(path.slice(0, slash), mode)
  return parent.ok ? makeDirectory(path, mode) : parent
}

function tryLock(native: Native, path: string): Outcome<{ readonly fd: number; release(): void }> {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const fd = attempt(() => openSync(pathOf(path), flags, 0o600))
  if (!fd.ok) {
    return fd
  }
  const locked = done(native.fdLock(fd.value))
  if (locked.ok) {
    return ok({ fd: fd.value, release: () => closeSync(fd.value) })
  }
  closeSync(fd.value)
  return locked
}

function isDirectory(path: string): boolean {
  const fd = attempt(() => openSync(pathOf(path), constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NONBLOCK))
  if (fd.ok) {
    closeSync(fd.value)
  }
  return fd.ok || fd.error === 'EACCES'
}

function unlinkChased(path: string): Outcome<void> {
  const way = chaseParent(path)
  if (!way.ok) {
    return way
  }
  const { fd, isSafe, name } = way.value
  try {
    return isSafe ? attempt(() => unlinkSync(pathOf(`/proc/self/fd/${fd}/${name}`))) : fail('ENOLINK')
  } finally {
    closeSync(fd)
  }
}
