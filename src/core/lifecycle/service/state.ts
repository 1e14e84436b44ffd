/**
 * Where a service is: the model behind service.ts, whose row among the machines is row.ts.
 *
 * A service has at most two processes that berth itself started: the *main* process, which is the service, and one *control*
 * process, a command run beside it (ExecStartPre=, ExecStop= ...). A start goes
 *
 *     dead -> condition -> start-pre -> start -> start-post -> running
 *
 * skipping what the unit has no command for, and a stop goes
 *
 *     running -> stop -> stop-sigterm -> stop-sigkill -> stop-post -> final-sigterm -> final-sigkill -> dead or failed
 *
 * leaving each phase as soon as nothing is left to wait for. Whatever fails on the way enters the stop sequence at the
 * right place and remembers the first failure as `result`. With Restart= the end is `auto-restart`, from where the manager
 * starts the service again.
 *
 * `phase` carries what exists only in it. `main` outlives phases: it is there from start until the process ends. All of it is
 * plain data that survives JSON, since the manager keeps it outside its heap.
 */

import type { Exit } from '#core/base/linux/exit.ts'
import { awaitsPid, type CommandRun } from '#core/lifecycle/command-run.ts'
import { type Instant, never } from '#core/lifecycle/instant.ts'
import type { CommandKey, NotifyAccess } from '#core/unit/directives/service.ts'

/** Why a service is not well: Result= (org.freedesktop.systemd1(5)); the first failure since the last start counts. */
export type ServiceResult =
  | 'success'
  | 'resources'
  | 'protocol'
  | 'timeout'
  | 'exit-code'
  | 'signal'
  | 'core-dump'
  | 'watchdog'
  | 'start-limit-hit'
  | 'oom-kill'
  | 'exec-condition'

/** The command running beside the main process. */
export type Control = CommandRun<CommandKey>

/** Phases that run one command after another. */
export type CommandPhase = 'condition' | 'start-pre' | 'start-post' | 'reload' | 'stop' | 'stop-post'

/** Phases in which processes were signalled and are waited for; a control process may be among them. */
export type KillPhase =
  | 'stop-watchdog'
  | 'stop-sigterm'
  | 'stop-sigkill'
  | 'final-watchdog'
  | 'final-sigterm'
  | 'final-sigkill'

export type Phase =
  | { readonly at: 'dead' }
  | { readonly at: 'failed' }
  | { readonly at: CommandPhase; readonly control: Control | null }
  /** Forking services start with a control process; others wait for what their Type= calls ready. */
  | { readonly at: 'start'; readonly control: Control | null }
  | { readonly at: 'running' }
  | { readonly at: 'exited' }
  /** The main process was told to reload by signal, or says itself that it reloads. */
  | { readonly at: 'reload-signal'; readonly since: number }
  | { readonly at: 'reload-notify' }
  | { readonly at: KillPhase; readonly control: Control | null }
  /** What clients see for a moment between a failure and the automatic restart. */
  | { readonly at: 'dead-before-auto-restart' }
  | { readonly at: 'failed-before-auto-restart' }
  | { readonly at: 'auto-restart' }
  | { readonly at: 'auto-restart-queued' }
  /** What the service keeps is being removed (systemctl(1), clean). */
  | { readonly at: 'cleaning'; readonly paths: readonly string[] }

export type SubState = Phase['at']

/** A process that is not our child: nobody tells us its exit status, and its pid may be another's one day. */
export interface Alien {
  /** Clock ticks since boot, as in /proc/PID/stat: with the pid it names one process for ever. */
  readonly startTime: number
}

/** A main process that was found rather than started: by PIDFile= or MAINPID=. */
export interface FoundProcess {
  readonly pid: number
  /** Null for a child of ours. */
  readonly alien: Alien | null
}

/** The service itself. */
export type Main =
  | { readonly is: 'none' }
  | { readonly is: 'starting'; readonly index: number }
  /** `index` is the ExecStart= it runs, null for one that was found (PIDFile=, MAINPID=, guessed). */
  | { readonly is: 'alive'; readonly pid: number; readonly alien: Alien | null; readonly index: number | null }
  | { readonly is: 'gone' }

/** How a process that ran went: ExecMain*= and the tail of ExecStart=. */
export interface Run {
  readonly pid: number
  readonly started: Instant
  /** When the program itself took over from the executor. */
  readonly handedOver: Instant
  readonly ended: Instant
  /** How it ended; null while it runs. */
  readonly exit: Pick<Exit, 'how' | 'status'> | null
}

export const noRun: Run = { pid: 0, started: never, handedOver: never, ended: never, exit: null }

export interface ServiceState {
  readonly type: 'service'
  readonly phase: Phase
  readonly main: Main
  readonly result: ServiceResult
  readonly reloadResult: ServiceResult
  readonly cleanResult: ServiceResult
  /** The monotonic µs at which the phase has lasted too long, or the restart is due; null for no limit. */
  readonly deadline: number | null
  /** The monotonic µs until which the main process must send WATCHDOG=1; null when it need not. */
  readonly watchdog: { readonly deadline: number; readonly spanUs: number; readonly lastPing: Instant } | null
  /** Set by a stop that somebody asked for: Restart= does not undo it. */
  readonly stopRequested: boolean
  readonly restarts: number
  /** Whether the counter starts anew with the next start: true once the service came to rest. */
  readonly restartsSettled: boolean
  /** What NOTIFYACCESS= said since the start, in the place of NotifyAccess=. */
  readonly notifyAccess: NotifyAccess | null
  readonly statusText: string
  readonly statusErrno: number
  /** Names of errors that the service gave, empty where it gave none. */
  readonly statusBusError: string
  readonly statusVarlinkError: string
  /** The last of READY=1, RELOADING=1, STOPPING=1 that was sent. */
  readonly notified: 'unknown' | 'ready' | 'reloading' | 'stopping'
  /** Type=dbus: whether the name on the bus is owned. */
  readonly busNameOwned: boolean
  readonly mainRun: Run
  /** What became of each command since the last start, by `ExecStart.0`. */
  readonly runs: Readonly<Record<string, Run>>
}

export const initialService: ServiceState = {
  type: 'service',
  phase: { at: 'dead' },
  main: { is: 'none' },
  result: 'success',
  reloadResult: 'success',
  cleanResult: 'success',
  deadline: null,
  watchdog: null,
  stopRequested: false,
  restarts: 0,
  restartsSettled: false,
  notifyAccess: null,
  statusText: '',
  statusErrno: 0,
  statusBusError: '',
  statusVarlinkError: '',
  notified: 'unknown',
  busNameOwned: false,
  mainRun: noRun,
  runs: {},
}

/** The control process of a phase that has one. */
export function controlOf(phase: Phase): Control | null {
  return 'control' in phase ? phase.control : null
}

/**
 * Whether a process was asked for and its pid is not known yet. Nothing else happens to the service until the answer is there,
 * which is at once.
 */
export function awaitsSpawn({ main, phase }: ServiceState): boolean {
  return main.is === 'starting' || awaitsPid(controlOf(phase))
}

export function mainPid(main: Main): number | null {
  return main.is === 'alive' ? main.pid : null
}
