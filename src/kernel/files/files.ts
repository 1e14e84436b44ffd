/** Files as the manager reads them; what changes them is in file-changes.ts, what watches them in watch.ts. */

import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { fail, ok } from '#core/base/result.ts'
import { pathOf, terminated, textOf } from '#kernel/bytes.ts'
import type { ChasedFile, Files, Outcome } from '#kernel/kernel.ts'
import type { Native } from '#kernel/native.ts'
import { attempt } from './attempt.ts'
import { chase } from './chase.ts'
import { kindOf, statusOf } from './file-status.ts'

export type ReadingFiles = Pick<
  Files,
  | 'readBytes'
  | 'readText'
  | 'readChased'
  | 'status'
  | 'linkStatus'
  | 'readLink'
  | 'realPath'
  | 'list'
  | 'access'
  | 'readOnlyFileSystem'
>

export function readingFiles(native: Native): ReadingFiles {
  return {
    readBytes,
    readText: (path, maxBytes) => {
      const bytes = readBytes(path, maxBytes)
      return bytes.ok ? ok(textOf(bytes.value)) : bytes
    },
    readChased,
    status: path => statusOf(attempt(() => statSync(pathOf(path), { bigint: true, throwIfNoEntry: false }))),
    linkStatus: path => statusOf(attempt(() => lstatSync(pathOf(path), { bigint: true, throwIfNoEntry: false }))),
    readLink: path => attempt(() => textOf(readlinkSync(pathOf(path), 'buffer'))),
    realPath: path => attempt(() => textOf(realpathSync.native(pathOf(path), 'buffer'))),
    list,
    access: (path, what) => attempt(() => accessSync(pathOf(path), accessModes[what])).ok,
    readOnlyFileSystem: path => native.fileSystemReadOnly(terminated(path)) === 1,
  }
}

const accessModes = {
  exists: constants.F_OK,
  read: constants.R_OK,
  write: constants.W_OK,
  execute: constants.X_OK,
} as const

/** Opening never waits for the other end of a FIFO, nor makes a terminal ours. */
const readFlags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY

function readBytes(path: string, maxBytes: number): Outcome<Uint8Array> {
  const file = readFile(path, maxBytes)
  return file.ok ? ok(file.value.bytes) : file
}

function readChased(path: string, maxBytes: number): Outcome<ChasedFile> {
  const way = chase(path)
  if (!way.ok) {
    return way
  }
  try {
    const file = readFile(`/proc/self/fd/${way.value.fd}`, maxBytes)
    return file.ok ? ok({ text: textOf(file.value.bytes), uid: file.value.uid, isSafe: way.value.isSafe }) : file
  } finally {
    closeSync(way.value.fd)
  }
}

function readFile(path: string, maxBytes: number): Outcome<{ readonly bytes: Uint8Array; readonly uid: number }> {
  const fd = attempt(() => openSync(pathOf(path), readFlags))
  if (!fd.ok) {
    return fd
  }
  try {
    const status = fstatSync(fd.value)
    if (status.isDirectory()) {
      return fail('EISDIR')
    }
    if (!status.isFile()) {
      return fail('EBADFD')
    }
    const bytes = readAll(fd.value, Math.max(status.size, 4095) + 1, maxBytes)
    return bytes.ok ? ok({ bytes: bytes.value, uid: status.uid }) : bytes
  } finally {
    closeSync(fd.value)
  }
}

/** Reads until the end, as the size of a file in /proc is not known. */
function readAll(fd: number, expected: number, maxBytes: number): Outcome<Uint8Array> {
  let buffer = Buffer.allocUnsafe(Math.min(expected, maxBytes + 1))
  for (let size = 0; ; ) {
    const count = attempt(() => readSync(fd, buffer, size, buffer.length - size, null))
    if (!count.ok) {
      return count
    }
    size += count.value
    if (size > maxBytes) {
      return fail('EFBIG')
    }
    if (count.value === 0) {
      return ok(buffer.subarray(0, size))
    }
    if (size === buffer.length) {
      buffer = Buffer.concat([buffer], Math.min(size * 2, maxBytes + 1))
    }
  }
}

function list(path: string): ReturnType<Files['list']> {
  return attempt(() =>
    readdirSync(pathOf(path), { withFileTypes: true, encoding: 'buffer' }).map(entry => ({
      name: textOf(entry.name),
      kind: kindOf(entry),
    })),
  )
}
