/**
 * The only file that loads the addon. It gives every native function its type; each returns a number of 0 or more, or
 * -errno, which `outcome` turns into a Result. Text goes in as bytes that end with NUL (`terminated` in bytes.ts).
 */
import { errnoName } from '#core/base/linux/errno.ts'
import { fail, ok } from '#core/base/result.ts'
import type { Outcome } from './kernel.ts'

/** An epoll descriptor within Node's loop (native/addon/poll.c). */
export type PollHandle = object

/** native/addon.c, function by function. Times are microseconds, descriptors and pids numbers. */
export interface Native {
  /** Before each call, `ready` holds `count` pairs of token and epoll events. */
  pollOpen(ready: Uint32Array, call: (count: number) => void): PollHandle | number
  pollAdd(poll: PollHandle, fd: number, events: number, token: number): number
  pollChange(poll: PollHandle, fd: number, events: number, token: number): number
  pollRemove(poll: PollHandle, fd: number): number
  pollHold(poll: PollHandle, hold: number): void

  /** Returns the pid and puts the read end of the status pipe into `status`. */
  spawn(executor: Uint8Array, launch: Uint8Array, fds: Int32Array, status: Int32Array): number
  /** Fills triples of pid, CLD_* code and status, and returns how many. */
  wait(notices: Int32Array): number
  /** Six numbers a process: pid, parent, mark, start time, zombie, session. */
  scan(): BigUint64Array
  readProcess(pid: number): BigUint64Array
  kill(pid: number, signal: number): number
  queueSignal(pid: number, signal: number, value: number): number
  /** A descriptor that becomes readable when the process has ended; ENOSYS before Linux 5.3. */
  processOpen(pid: number): number
  processSignal(fd: number, signal: number): number
  becomeSubreaper(): number
  /** Gives free memory of malloc(3) back to the kernel. */
  trim(): number
  setName(name: Uint8Array): number
  setTitle(title: Uint8Array): number
  limit(resource: number): readonly [bigint, bigint]
  random(bytes: Uint8Array): number
  exit(status: number): never
  startThreads(): number

  /** Returns a descriptor that is readable while signalsTake() has something: signal n is bit n-1. */
  signalsStart(): number
  signalsTake(): bigint

  clockNow(clock: number): number
  timerOpen(clock: number): number
  timerSet(fd: number, at: number, cancelOnSet: number): number

  socketOpen(domain: number, type: number, protocol: number): number
  socketBind(fd: number, address: Uint8Array): number
  socketConnect(fd: number, address: Uint8Array): number
  socketListen(fd: number, backlog: number): number
  socketAccept(fd: number): number
  socketSet(fd: number, level: number, option: number, value: number): number
  socketSetText(fd: number, level: number, option: number, value: Uint8Array): number
  /** Puts pid, uid and gid into `peer`. */
  socketPeer(fd: number, peer: Int32Array): number
  socketNextSize(fd: number): number
  /**
   * Puts truncated, pid, uid, gid, the count of descriptors and those into `received`, which holds 258 numbers. Descriptors
   * beyond `fds` are dropped by the kernel, as if they had not been sent; a negative number: as many as can come.
   */
  socketReceive(fd: number, bytes: Uint8Array, received: Int32Array, fds: number): number
  socketSend(fd: number, bytes: Uint8Array, fds: Int32Array): number

  memoryFile(name: Uint8Array): number
  /** Puts read and write end into `ends`. */
  pipe(ends: Int32Array): number
  fdRead(fd: number, bytes: Uint8Array): number
  fdDuplicate(fd: number): number
  fdClose(fd: number): number
  fdExists(fd: number): number
  fdNonBlocking(fd: number): number
  fdCloseOnExec(fd: number, on: number): number
  fdLock(fd: number): number
  fdIsTerminal(fd: number): number
  fifo(path: Uint8Array, mode: number): number
  /** The folder a path is in, past no user's links; what is missing is made with a mode that is not negative. */
  openParent(path: Uint8Array, makeMode: number): number
  /** Opens what is there, past no user's links. */
  openFile(path: Uint8Array, flags: number): number
  /** `kind` is S_IFCHR, S_IFBLK or S_IFIFO. */
  makeNode(path: Uint8Array, kind: number, mode: number, major: number, minor: number): number
  fdRecordLock(fd: number): number
  /** Puts the value of an extended attribute into `value`, and returns its size. */
  attribute(path: Uint8Array, name: Uint8Array, value: Uint8Array): number
  setAttribute(path: Uint8Array, name: Uint8Array, value: Uint8Array): number
  fileSystemReadOnly(path: Uint8Array): number
  watchOpen(): number
  watchAdd(fd: number, path: Uint8Array, events: number): number
  watchRemove(fd: number, watch: number): number
  /** Off the main thread. */
  removeTree(path: Uint8Array): Promise<number>

  /** `argv` and `environment` as /proc has them: each string ends with NUL. */
  installCrashHandler(ledger: number, path: Uint8Array, argv: Uint8Array, environment: Uint8Array): number
  reexecute(): number

  /** Returns a descriptor that becomes readable each time everything was written. */
  outputStart(): number
  /** Returns 1 when the line had to be dropped. */
  outputWrite(line: Uint8Array): number
  outputPending(): number
}

/** Loads the addon; throws what the dynamic loader says when it cannot. */
export function loadNative(path: string): Native {
  const module = { exports: {} }
  process.dlopen(module, path)
  return module.exports as Native
}

/** A native result as a Result. */
export function outcome(result: number): Outcome<number> {
  return result < 0 ? fail(errnoName(-result)) : ok(result)
}

/** A native result of a call that has nothing to say but that it worked. */
export function done(result: number): Outcome<void> {
  return result < 0 ? fail(errnoName(-result)) : ok(undefined)
}
