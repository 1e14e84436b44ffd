/** What making and cleaning up files by rules (tmpfiles.d, sysusers.d) needs beyond what a manager does with files. */
import type { FileStatus, Outcome } from '#kernel/kernel.ts'

/** What more can be asked of what is at a path, itself. */
export interface FileDetails {
  readonly accessedUs: bigint
  readonly changedUs: bigint
  /** 0 where the file system does not know it. */
  readonly bornUs: bigint
  /** How many names the file has. */
  readonly links: number
  /** Which device a device node stands for, as `major:minor`. */
  readonly node: string
}

/** A folder that stays the same whatever happens to its path. */
export interface OpenFolder {
  /** A path of the folder while it is open. */
  readonly at: string
  /** Takes its lock (flock(2)) until it is closed; false when others have it. */
  lock(): boolean
  close(): void
}

/** What is at a path, held: it stays the same whatever happens to the path. */
export interface OpenNode {
  /** As it was when it was opened. */
  readonly status: FileStatus
  readonly details: FileDetails
  /** A path of the node while it is open. */
  readonly at: string
  chown(uid: number, gid: number): Outcome<void>
  /** Of anything but a link, which is ELOOP. */
  chmod(mode: number): Outcome<void>
  close(): void
}

/** A part of Files (kernel.ts). */
export interface FilesByRules {
  /** Does not follow links. */
  details(path: string): Outcome<FileDetails>
  /** A new file with the mode asked for, whatever the umask; EEXIST when anything is there. */
  createFile(path: string, content: string, mode: number): Outcome<void>
  /** Makes the file or empties the one that is there, whose mode stays; ELOOP for a link, ENXIO for a FIFO. */
  overwriteFile(path: string, content: string, mode: number): Outcome<void>
  /** Writes into a file that is there, at its beginning or its end, and gives it; ELOOP for a link that a user may have laid. */
  writeSafely(path: string, content: string, appends: boolean): Outcome<OpenNode>
  /** Copies the content of a regular file into a new one. */
  copyFile(from: string, to: string): Outcome<void>
  /** Sets both times in µs; does not follow links. */
  setTimes(path: string, accessedUs: bigint, modifiedUs: bigint): Outcome<void>
  /** A device node, or a FIFO, for which the numbers mean nothing. */
  makeNode(
    path: string,
    kind: 'character' | 'block' | 'fifo',
    mode: number,
    major: number,
    minor: number,
  ): Outcome<void>
  /** As chmod, but a link is ELOOP. */
  chmodItself(path: string, mode: number): Outcome<void>
  /** An extended attribute (xattr(7)); ENODATA where there is none, EOPNOTSUPP where the file system has none. Follows links. */
  attribute(path: string, name: string): Outcome<Uint8Array>
  setAttribute(path: string, name: string, value: Uint8Array): Outcome<void>
  /** Holds what is at a path, a link itself. */
  openNode(path: string): Outcome<OpenNode>
  /**
   * The folder a path is in. ELOOP where a link that a user may have laid is on the way; folders that are missing are made with
   * the mode, if one is given.
   */
  openParent(path: string, makeMode?: number): Outcome<OpenFolder>
  /** Opens a folder, no link to one, so that what is done below `at` stays in it whatever happens to its path meanwhile. */
  openFolder(path: string): Outcome<OpenFolder>
  /** Takes the lock of a file or folder that is there (flock(2)); EAGAIN when others have it. */
  tryLockExisting(path: string): Outcome<{ release(): void }>
  /** Takes the lock over a whole file that is made if need be (fcntl(2)), as lckpwdf(3) does; EAGAIN when others have it. */
  tryRecordLock(path: string): Outcome<{ release(): void }>
}
