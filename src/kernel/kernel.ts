/**
 * The outside world as the rest of the program sees it.
 *
 * Only this room imports `node:*` and the native addon; every other room is handed a Kernel by one of the two composition
 * roots (manager/main.ts, cli/main.ts). `linux.ts` implements it for real, `test/fake/kernel.ts` in memory with a clock that
 * tests move. Calls that can fail return a Result with the errno's name; nothing here decides policy.
 *
 * Text from outside (paths, file contents asked for as text, environment) keeps bytes that are not UTF-8 as lone surrogates
 * U+DC80..U+DCFF (core/base/text/text.ts), so that it goes back out unchanged. Times are microseconds.
 */
import type { ErrnoName } from '#core/base/linux/errno.ts'
import type { SocketAddress } from '#core/base/linux/socket-address.ts'
import type { Result } from '#core/base/result.ts'
import type { FilesByRules } from '#kernel/files/files-by-rules.ts'
import type { Processes } from '#kernel/processes/processes-api.ts'

export type Outcome<T> = Result<T, ErrnoName>

export interface Kernel {
  readonly host: Host
  readonly clock: Clock
  readonly files: Files
  readonly processes: Processes
  readonly sockets: Sockets
  readonly signals: Signals
  readonly output: Output
}

/** What does not change while we run, read once at the start. */
export interface Host {
  readonly pid: number
  readonly uid: number
  readonly gid: number
  /** The raw environment this process was started with, bytes intact (Node's own copy loses them). */
  readonly environment: ReadonlyMap<string, string>
  /** The folder we were started in. */
  readonly workingDirectory: string
  readonly hostname: string
  /** `x86-64`, `arm64`: systemd's name of the architecture. */
  readonly architecture: string
  readonly kernelRelease: string
  /** 32 hex digits, from /proc/sys/kernel/random/boot_id. */
  readonly bootId: string
  /** The soft and hard limits the container's first process was given, before Node raised any of them. */
  readonly limits: readonly { readonly resource: number; readonly soft: bigint; readonly hard: bigint }[]
  /** Effective capabilities as a bit mask (capabilities(7)). */
  readonly capabilities: bigint
  /** Bytes from the kernel's random source. */
  random(sizeBytes: number): Uint8Array
}

export interface Clock {
  realtime(): number
  monotonic(): number
  /**
   * Calls `ring` once when the monotonic clock has reached `atMonotonic` (there is one alarm: a second call replaces the
   * first, null disarms it). Any distance in time is allowed; no busy waiting, no rounding to milliseconds upwards.
   */
  alarm(atMonotonic: number | null, ring: () => void): void
  /** Calls back whenever the wall clock is set or jumps (timerfd with TFD_TIMER_CANCEL_ON_SET). */
  onRealtimeJump(callback: () => void): void
}

export type FileKind = 'file' | 'directory' | 'symlink' | 'fifo' | 'socket' | 'character-device' | 'block-device'

export interface FileStatus {
  readonly kind: FileKind
  readonly sizeBytes: number
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly device: bigint
  readonly inode: bigint
  readonly modifiedUs: bigint
}

export interface ChasedFile {
  readonly text: string
  readonly uid: number
  /** No step of the way, links included, led from what a user owns to what somebody else owns. */
  readonly isSafe: boolean
}

/** What happened to a watched file, or in a watched folder. */
export interface FileChange {
  /**
   * `entries`: something was created, removed or renamed in the folder. `written`: bytes were written. `closed`: who could
   * write has closed it (PathChanged=). `attributes`: mode, owner or times. `gone`: the watched path itself was removed or
   * renamed, and nothing more will come.
   */
  readonly what: 'entries' | 'written' | 'closed' | 'attributes' | 'gone'
  /** The name in the folder; null when it is the watched path itself. */
  readonly name: string | null
}

/**
 * Files. The synchronous calls are for the places the manager must read in order to go on: unit files, links, conditions.
 * They open with O_NONBLOCK and refuse what is no regular file, so that a FIFO never stops PID 1.
 */
export interface Files extends FilesByRules {
  /** The bytes of a regular file; EFBIG beyond `maxBytes`, EISDIR or EBADFD for what is none. Files in /proc and /sys, which tell no size, are read whole. */
  readBytes(path: string, maxBytes: number): Outcome<Uint8Array>
  /** As readBytes, decoded as UTF-8 with foreign bytes kept as lone surrogates. */
  readText(path: string, maxBytes: number): Outcome<string>
  /** As readText, with whose file it is and whether the way to it is one that only root, or only one user, has laid. */
  readChased(path: string, maxBytes: number): Outcome<ChasedFile>
  /** As unlink, unless the way to it leads out of what a user owns: ENOLINK then. */
  unlinkChased(path: string): Outcome<void>
  /** Follows links. ENOENT also where a parent is no folder. */
  status(path: string): Outcome<FileStatus>
  linkStatus(path: string): Outcome<FileStatus>
  readLink(path: string): Outcome<string>
  realPath(path: string): Outcome<string>
  /** Names in a folder, without `.` and `..`, in no order, each with its kind (a link is `symlink`). */
  list(path: string): Outcome<readonly { readonly name: string; readonly kind: FileKind }[]>
  access(path: string, what: 'exists' | 'read' | 'write' | 'execute'): boolean
  /** True when the file system that holds `path` is mounted read-only. */
  readOnlyFileSystem(path: string): boolean
  /** Writes to a temporary name beside `path`, then renames; parents are not made. */
  writeAtomically(path: string, content: string | Uint8Array, mode: number): Outcome<void>
  /** Writes over the beginning of what is there (also control files in /proc and /sys); follows links. */
  writeInPlace(path: string, content: string): Outcome<void>
  makeDirectory(path: string, mode: number): Outcome<void>
  makeDirectories(path: string, mode: number): Outcome<void>
  /** A symbolic link at `path` that says `target`. */
  makeLink(target: string, path: string): Outcome<void>
  rename(from: string, to: string): Outcome<void>
  unlink(path: string): Outcome<void>
  removeDirectory(path: string): Outcome<void>
  chmod(path: string, mode: number): Outcome<void>
  /** Does not follow links. */
  chown(path: string, uid: number, gid: number): Outcome<void>
  /** Removes a tree without following links, off the main thread. */
  removeTree(path: string): Promise<Outcome<void>>
  /**
   * Takes the lock of a file that is made if need be (flock(2)), until released or our end; EAGAIN when others have it. Who is
   * handed the descriptor has the lock, too, and keeps it when we close ours.
   */
  tryLock(path: string): Outcome<{ readonly fd: number; release(): void }>
  /** Calls back after something changed at the path, a folder or a file (inotify(7)); undefined where it cannot be watched. */
  watch(path: string, changed: (change: FileChange) => void): { close(): void } | undefined
}

export interface Peer {
  readonly pid: number
  readonly uid: number
  readonly gid: number
}

/** How a connection is read. */
export interface ReadingRules {
  /** The most that is read in one turn; 64 KiB without. */
  readonly pieceBytes?: number
  /** Descriptors taken in one turn; what comes beyond is never opened. */
  readonly descriptors?: number
  /** Called when everything that was queued was taken, before more is read. */
  readonly drained?: () => void
}

/** One stream connection. Data arrives in pieces; a budget a turn keeps one talker from starving the others. */
export interface Connection {
  readonly peer: Peer
  /**
   * `ended` is called exactly once, at end of file or error, unless we closed it; the connection then closes itself once
   * what is queued was written.
   */
  start(received: (bytes: Uint8Array, fds: readonly number[]) => void, ended: () => void, rules?: ReadingRules): void
  /** While held nothing is read: what the other side sends waits with it, and so does its end. */
  hold(on: boolean): void
  /** Bytes that were written here and not taken yet. */
  readonly waitingBytes: number
  /** Queues bytes (and descriptors, which are duplicated). Beyond 64 MiB waiting, the connection is closed. */
  write(bytes: Uint8Array, fds?: readonly number[]): void
  /** Closes after what is queued was written, or without it. */
  close(discard?: boolean): void
}

export interface Datagram {
  readonly bytes: Uint8Array
  readonly peer: Peer
  readonly fds: readonly number[]
}

export interface DatagramSocket {
  readonly fd: number
  /** Delivers what has been sent so far, now. */
  drain(): void
  close(): void
}

/** A socket as a socket unit describes it (systemd.socket(5)). */
export interface SocketDescription {
  readonly address: SocketAddress
  readonly type: 'stream' | 'datagram' | 'seqpacket'
  /** The mode of the file, for a path. */
  readonly mode: number
  /** How many connections may wait (Backlog=). */
  readonly backlog: number
  /** BindIPv6Only=, null for the system's default. */
  readonly ipv6Only: boolean | null
  /** setsockopt(2) before it is bound: numbers of Linux; text for what takes a name (SO_BINDTODEVICE, TCP_CONGESTION). */
  readonly options: readonly { readonly level: number; readonly option: number; readonly value: number | string }[]
}

/** AF_UNIX sockets and pipes. A path that starts with `@` is in the abstract namespace. */
export interface Sockets {
  /** Binds and listens; a stale socket file is replaced. `onConnection` may be called at once. */
  listen(
    path: string,
    mode: number,
    onConnection: (connection: Connection) => void,
  ): Outcome<{ readonly fd: number; close(): void }>
  /** Serves a listening socket that was kept over a re-exec. */
  listenOn(fd: number, onConnection: (connection: Connection) => void): Outcome<{ readonly fd: number; close(): void }>
  connect(path: string): Promise<Outcome<Connection>>
  /** A datagram socket that reports who sent each message (SCM_CREDENTIALS) and takes descriptors. */
  receiveDatagrams(path: string, mode: number, received: (datagram: Datagram) => void): Outcome<DatagramSocket>
  receiveDatagramsOn(fd: number, received: (datagram: Datagram) => void): Outcome<DatagramSocket>
  /** Binds, and listens where that is possible; non-blocking. A stale socket file is replaced. Nothing is accepted. */
  bind(description: SocketDescription): Outcome<number>
  /** A FIFO (ListenFIFO=), made unless it is there, opened for reading and writing; EEXIST when it is something else. */
  makeFifo(path: string, mode: number): Outcome<number>
  /** Takes one connection that waits at a listening socket; EAGAIN when there is none. */
  accept(fd: number): Outcome<number>
  /** Takes and closes the connections that wait at a listening socket, and drops what there is to read from any other; non-blocking. */
  flush(fd: number): void
  /** Calls back each turn the descriptor is readable, until closed; the descriptor stays open. */
  watchReadable(fd: number, readable: () => void): { close(): void }
  /** A pipe: the manager reads `read` with readPipe, `write` is handed to a service. Both close-on-exec. */
  pipe(): Outcome<{ readonly read: number; readonly write: number }>
  /** A file in memory with these bytes, to be read from its beginning; close-on-exec. */
  memoryFile(bytes: Uint8Array): Outcome<number>
  /** Reads until end of file; `ended` is called exactly once, unless we closed it, and the descriptor is closed then. */
  readPipe(fd: number, received: (bytes: Uint8Array) => void, ended: () => void): { close(): void }
  closeDescriptor(fd: number): void
  /** Whether the descriptor is open, for checking what survived a re-exec. */
  descriptorExists(fd: number): boolean
}

export interface Signals {
  /**
   * In a manager SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGUSR2, SIGPWR, SIGWINCH and SIGRTMIN+0..29 arrive here instead of
   * acting. There is one listener, and what arrived before it came is kept for it.
   */
  onSignal(callback: (signal: number) => void): void
}

/** Our own standard output, and what must outlive a crash. */
export interface Output {
  /**
   * Queues one line (a newline is added) for a writer off the main thread. Never blocks, never fails: what does not fit is
   * counted, and said in a line of its own once there is room.
   */
  writeLine(line: string): void
  /** One line on standard error, at once; what it does not take is lost. For what must be told although the output is not ours. */
  writeError(line: string): void
  /** Resolves when everything queued was written, or cannot be any more, at the latest after `timeoutMs`. */
  drain(timeoutMs: number): Promise<void>
  readonly isTerminal: boolean
  readonly ledger: Ledger
}

/**
 * State kept outside the heap, in a memory file that survives exec: the manager's memory across a crash or `daemon-reexec`.
 * It is a log of records with a snapshot in front; a torn last record is dropped on reading.
 */
export interface Ledger {
  /**
   * Why this process began: for the first time, by daemon-reexec, out of the crash handler (with the signal's number, and how
   * many crashes there were since the start), or as the next manager that found the ledger file of another, whose descriptors
   * are gone and whose records may be of another boot.
   */
  readonly origin:
    | { readonly type: 'start' }
    | { readonly type: 'reexec' }
    | { readonly type: 'crash'; readonly signal: number; readonly count: number }
    | { readonly type: 'succession' }
  /** Every record of the former life, oldest first; empty at the first start. */
  records(): readonly string[]
  append(record: string): void
  /** Replaces everything by these records, atomically. */
  rewrite(records: readonly string[]): void
  /** Bytes appended since the last rewrite: the owner rewrites when this grows. Infinity when an append failed. */
  readonly appendedBytes: number
  /** Names a descriptor that must survive exec; unkeep before closing it. Names of up to 251 bytes, at most 16,384. */
  keep(fd: number, name: string): Outcome<void>
  unkeep(fd: number): void
  readonly kept: ReadonlyMap<string, number>
}
