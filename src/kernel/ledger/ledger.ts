/**
 * State outside the heap: a memory file, written and read by descriptor only, so that a wild write of whoever crashes cannot
 * reach it. Its layout is shared with native/addon/crash.c:
 *
 *        0  "BERTHLED", then 32-bit numbers: version, generation, origin, signal, crashes, quick crashes, kept
 *     4096  the kept descriptors, 256 bytes each: 32-bit number + 1 (0 is a free place), then the name and a NUL
 *    8 MiB  records of even generations; at 1 GiB those of odd ones. A record is 32 bits of length + 1 and of checksum,
 *           then the text. The checksum starts from the generation, so that what an earlier one left behind is no record.
 *
 * rewrite() fills the other half, then makes it valid by writing the generation, which is one number. A file is sparse: what
 * was never written takes no memory.
 */
import { closeSync, constants, fstatSync, ftruncateSync, openSync, unlinkSync } from 'node:fs'
import { pathOf, terminated } from '#kernel/bytes.ts'
import { attempt } from '#kernel/files/attempt.ts'
import type { Ledger } from '#kernel/kernel.ts'
import type { Native } from '#kernel/native.ts'
import { createKept } from './kept.ts'
import { createLog } from './ledger-log.ts'
import { readAt, readNumber, writeAt, writeNumber } from './positional.ts'

const magic = 'BERTHLED'
const version = 1
const headerSize = 36
const at = { version: 8, origin: 16, signal: 20, crashes: 24 } as const
const origins = { start: 0, reexec: 1, crash: 2 } as const

/** A ledger, and what only the kernel room needs of it. */
export interface OwnLedger extends Ledger {
  readonly fd: number
  /** Keeps a descriptor of the kernel's own, which others do not see. */
  keepOwn(fd: number, name: string): void
}

/**
 * Opens the ledger an earlier life left at descriptor `inherited`, else the file at `path` (null: none), else a new one.
 * Whatever is not a ledger of this version counts as none.
 */
export function openLedger(native: Native, inherited: number, path: string | null): OwnLedger {
  if (inherited >= 3 && isLedger(inherited)) {
    native.fdCloseOnExec(inherited, 1)
    return useLedger(native, inherited, readOriginOf(inherited))
  }
  const file = path === null ? null : openFile(path)
  if (file !== null && isLedger(file)) {
    return useLedger(native, file, { type: 'succession' })
  }
  const fd = file ?? native.memoryFile(terminated('berth-ledger'))
  if (fd < 0) {
    throw new Error(`cannot make a memory file: errno ${-fd}`)
  }
  writeHeader(fd)
  return useLedger(native, fd, { type: 'start' })
}

/** A file that is there and not ours is replaced by a new one, where we may do that. */
function openFile(path: string): number | null {
  const found = openOwn(path)
  if (found !== null) {
    return found
  }
  attempt(() => unlinkSync(pathOf(path)))
  return openOwn(path)
}

function openOwn(path: string): number | null {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const fd = attempt(() => openSync(pathOf(path), flags, 0o600))
  if (!fd.ok) {
    return null
  }
  const status = fstatSync(fd.value)
  if (status.isFile() && status.uid === process.getuid?.()) {
    return fd.value
  }
  closeSync(fd.value)
  return null
}

function isLedger(fd: number): boolean {
  const header = attempt(() => readAt(fd, 0, headerSize))
  if (!header.ok || header.value.length < headerSize) {
    return false
  }
  return header.value.toString('latin1', 0, 8) === magic && header.value.readUInt32LE(at.version) === version
}

function writeHeader(fd: number): void {
  const header = Buffer.alloc(headerSize)
  header.write(magic, 'latin1')
  header.writeUInt32LE(version, at.version)
  ftruncateSync(fd, 0)
  writeAt(fd, 0, header)
}

function readOriginOf(fd: number): Ledger['origin'] {
  const origin = readNumber(fd, at.origin)
  if (origin === origins.reexec) {
    return { type: 'reexec' }
  }
  if (origin !== origins.crash) {
    return { type: 'start' }
  }
  return { type: 'crash', signal: readNumber(fd, at.signal), count: readNumber(fd, at.crashes) }
}

function useLedger(native: Native, fd: number, origin: Ledger['origin']): OwnLedger {
  const kept = createKept(native, fd, origin.type === 'succession')
  const log = createLog(fd)
  const former = log.records()
  writeNumber(fd, at.origin, origins.start)
  return {
    fd,
    origin,
    records: () => former,
    append: log.append,
    rewrite: log.rewrite,
    get appendedBytes() {
      return log.appendedBytes()
    },
    keep: kept.keep,
    keepOwn: kept.keepOwn,
    unkeep: kept.unkeep,
    kept: kept.visible,
  }
}
