/** Processes as the rest of the program sees them: part of the Kernel (kernel.ts). */
import type { Exit } from '#core/base/linux/exit.ts'
import type { Launch } from '#core/exec/launch.ts'
import type { Outcome } from '#kernel/kernel.ts'

export interface ProcessEntry {
  readonly pid: number
  readonly parent: number
  /** The session, named by the pid of who began it. 0 is a session of another PID namespace. */
  readonly session: number
  /** The hard RLIMIT_LOCKS of the process: which start it belongs to. Infinity is 2^64-1. */
  readonly mark: bigint
  /** Clock ticks since boot: together with pid it names one process for ever. */
  readonly startTime: bigint
  readonly zombie: boolean
}

/** A process that stays the same one, whoever has its number later. */
export interface WatchedProcess {
  /** As kill(2); ESRCH once it has ended. */
  kill(signal: number): Outcome<void>
  close(): void
}

export interface Processes {
  /**
   * Starts the executor with a Launch and returns its pid at once. `told` is called once: when the program was exec'd
   * (`line` null), or failed to be, with the line the executor said. A program that is no manager may start what outlives it,
   * and hears nothing of its end.
   */
  spawn(launch: Launch, told: (line: string | null) => void): Outcome<number>
  /**
   * Every child and adopted orphan that ends is reported here, and reaped, exactly once; `told` of its spawn was called
   * before. There is one listener, and what ended before it came is kept for it.
   */
  onExit(callback: (exit: Exit) => void): void
  /** Called before ended children are waited for, as long as /proc tells of them: what they sent is to be read first. */
  onReap(callback: () => void): void
  /** As kill(2): signal 0 only asks, a negative pid is a process group, -1 is everybody but us. */
  kill(pid: number, signal: number): Outcome<void>
  /** kill with a value (sigqueue(3)): `systemctl kill --kill-value=`. */
  queueSignal(pid: number, signal: number, value: number): Outcome<void>
  /** All processes in our PID namespace but kernel threads, from one pass over /proc. */
  list(): readonly ProcessEntry[]
  /** One process, or undefined when it is gone. */
  entry(pid: number): ProcessEntry | undefined
  /** Whose a process is now (its real and effective user), or undefined when it is gone. */
  usersOf(pid: number): { readonly real: number; readonly effective: number } | undefined
  /**
   * Watches a process that need not be a child of ours, and calls `ended` once when it has ended, also when nobody has waited
   * for it yet. ESRCH when there is no such process, or another has its number.
   */
  watch(pid: number, startTime: bigint, ended: () => void): Outcome<WatchedProcess>
  /** The arguments, none for a zombie and when it is gone. */
  argv(pid: number): readonly string[]
  /** The short name `ps` shows, empty when it is gone. */
  comm(pid: number): string
  /** Makes orphans of our descendants our children (PR_SET_CHILD_SUBREAPER). */
  becomeSubreaper(): Outcome<void>
  /** Collects garbage and gives free memory back: takes some ms, and is for when nothing happens. */
  shrink(): void
  /** Our own name, as /proc/PID/comm shows it: at most 15 bytes. */
  setComm(name: string): void
  /** What `ps` shows of us as our arguments. A title longer than the arguments we were started with is not taken. */
  setTitle(title: string): void
  /** Executes the manager's own program again, same pid, keeping what was kept. Returns only if it failed. */
  reexecute(): Outcome<never>
  /** Ends at once: what is queued for the output is lost unless it was drained. */
  exit(status: number): never
  /** In a manager, what would end the process (an exception or rejection that reached nobody) comes here from now on. */
  onBug(callback: (error: unknown) => void): void
}
