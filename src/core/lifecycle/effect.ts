/**
 * What a state machine asks for. Effects are plain data: the machine decides, the engine adds whose they are, the manager
 * performs them and reports back with events.
 */
import type { ActiveState } from '#core/unit/active-state.ts'
import type { ExecKey } from '#core/unit/execution.ts'
import type { Instant } from './instant.ts'

export type UnitEffect = UnitQuestion | UnitOrder

/** What is answered by an event; which, and what is said where no answer can come, stands in core/engine/answers.ts. */
export type UnitQuestion =
  /** Start a command. The answer is `spawned` or `spawn-failed`, with the same role. */
  | { readonly do: 'spawn'; readonly role: ProcessRole; readonly key: ExecKey; readonly index: number }
  /** Read the PID file now; the answer is `pid-file`. `insist` says that a missing file is worth a warning. */
  | { readonly do: 'read-pid-file'; readonly insist: boolean }
  /** Find out which process is the main one, if exactly one is our child; the answer is `main-guessed`. */
  | { readonly do: 'guess-main' }
  /** Remove what the unit keeps; the answer is `cleaned`. */
  | { readonly do: 'clean'; readonly paths: readonly string[] }
  /** Open what a socket unit listens on; the answer is `sockets-opened`. */
  | { readonly do: 'open-sockets' }

export type UnitOrder =
  /** Send a signal to these processes, and with `all` to every other process of the unit. SIGCONT follows, so that stopped ones see it. */
  | {
      readonly do: 'kill'
      readonly signal: number
      readonly pids: readonly number[]
      readonly all: boolean
      /** SendSIGHUP=: SIGHUP follows the signal. */
      readonly hangUp: boolean
      /** Whether the killed processes are worth a line in the log each, as with SIGKILL. */
      readonly tell: boolean
    }
  /** The unit's only timer: ring at this monotonic µs, or never. */
  | { readonly do: 'alarm'; readonly at: number | null }
  | { readonly do: 'watch-pid-file'; readonly on: boolean }
  | { readonly do: 'remove-pid-file' }
  /** Tell `exited` when this process, which is no child of ours, has ended; how it ended nobody can know. */
  | { readonly do: 'watch-main'; readonly pid: number; readonly startTime: number }
  /** Remove RuntimeDirectory= unless it is to be kept; `restarting` is for RuntimeDirectoryPreserve=restart. */
  | { readonly do: 'release-directories'; readonly restarting: boolean }
  /** Queue the restart that Restart= asks for, with what depends on the unit. */
  | { readonly do: 'restart' }
  /** A new run begins: a new invocation ID, and where there may be processes a new mark for them. */
  | { readonly do: 'new-invocation' }
  | { readonly do: 'close-sockets' }
  /** Tell `traffic` when somebody comes to a socket, or no more. */
  | { readonly do: 'watch-sockets'; readonly on: boolean }
  /** Take away whoever waits at the sockets (FlushPending=). */
  | { readonly do: 'flush-sockets' }
  /** Start the unit this one triggers. */
  | { readonly do: 'trigger' }
  | { readonly do: 'changed'; readonly from: ActiveState; readonly to: ActiveState; readonly outcome: Outcome }
  | { readonly do: 'log'; readonly level: LogLevel; readonly text: string }

/** Which of a service's two processes: the main one, or the command run beside it. */
export type ProcessRole = 'main' | 'control'

/** Facts about a change of state which the job engine must know besides the states themselves. */
export interface Outcome {
  /** Whether a reload that ended here worked. */
  readonly reloaded: boolean
}

/** Severity as in syslog(3); what is below `info` is for those who debug. */
export type LogLevel = 'err' | 'warning' | 'notice' | 'info' | 'debug'

/** What a machine must know of the world around its unit when it takes an event. */
export interface Surroundings {
  readonly now: Instant
  /** The type of the unit's queued job. */
  readonly job: 'start' | 'verify-active' | 'stop' | 'reload' | 'restart' | null
  /** Whether any process of the unit is alive, as of the last exit. */
  readonly populated: boolean
  /** A number from 0 up to 1, drawn for the current run (RuntimeRandomizedExtraSec=). */
  readonly chance: number
}
