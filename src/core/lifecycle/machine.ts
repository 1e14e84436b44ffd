/**
 * The plug: what a unit type must bring along to have a life. One row of machines.ts each; nobody else asks for a unit's type to
 * know what it is doing or may do. All of it is pure, and a state is plain data that survives JSON.
 *
 * What most types have nothing to say about may be left out; what that means stands with each.
 */
import type { Exit } from '#core/base/linux/exit.ts'
import type { ActiveState } from '#core/unit/active-state.ts'
import type { Execution } from '#core/unit/execution.ts'
import type { ProcessRole, Surroundings, UnitEffect } from './effect.ts'
import type { Readiness, UnitEvent } from './event.ts'
import type { JobWords } from './job-words.ts'
import type { Alien } from './service/state.ts'

export interface Machine<U, S> {
  initial(unit: U): S
  /** ActiveState= */
  activeState(unit: U, state: S): ActiveState
  /** SubState=: the state in the words of the unit's own type. */
  subState(state: S): string
  /** Whether there is anything we can do to bring such a unit up, or down. Else its jobs end as `unsupported`. */
  canStart(unit: U): boolean
  /** Whether it can be told to reload. Left out: its reload only hands on to PropagatesReloadTo=. */
  canReload?(unit: U): boolean
  /** Works out one event; what is none of its own changes nothing. */
  step(unit: U, state: S, event: UnitEvent, around: Surroundings): Step<S>
  /** What it says about its jobs where that differs from `Started ...`. */
  readonly words: JobWords<U>
  /** Whether StartLimitBurst= counts its starts; not with units whose start costs nothing. */
  readonly countsStarts: boolean

  /** Whether an answer is on its way before which no job may begin. Left out: never. */
  isBusy?(state: S): boolean
  /** Whether it waits to be started again by itself, or is about to be. Left out: no. */
  restart?(state: S): 'none' | 'waiting' | 'queued'
  /** The monotonic µs for which its alarm must be set again after a crash. Left out: never. */
  alarm?(state: S): number | null
  /** What its commands need to be run. Left out: it runs none. */
  execution?(unit: U): Execution
  /** How its run went, as far as that is known. Left out: well. */
  outcome?(state: S): Outcome
  /** Every process that ran, or runs, by its command. Left out: none. */
  ran?(state: S): readonly number[]
  /** The processes it knows by pid. Left out: none. */
  processes?(state: S): readonly KnownProcess[]
  /** What it lets those know that trigger it. Left out: as its ActiveState= has it. */
  readiness?(state: S): Readiness
  /** Why it cannot be started beside the units it triggers, for the log. Left out: it always can. */
  refusal?(triggered: readonly Triggered[]): string | null
  /** Whether a condition that took a program to know does not hold (ExecCondition=). Left out: no. */
  isSkipped?(state: S): boolean
  /** The exit code that everything ends with where the unit asks for that (SuccessAction= and its kin). Left out: null. */
  exitCode?(state: S): number | null
  /**
   * The state under a definition that was read anew, from what `remember` told of the old one; `lost` is a line for the log
   * about what could not be carried over. Left out: the state stays as it is.
   */
  redefine?(unit: U, state: S, remembered: unknown): { readonly state: S; readonly lost: string | null }
  /** What stays of a state when its unit's definition is read anew. Left out: all. */
  reloaded?(state: S): S
  /** What must be known of the definition under which a state came about; plain data that survives JSON. Left out: nothing. */
  remember?(unit: U, state: S): unknown
  /**
   * The paths that are being removed just now (`clean`), which is begun anew after a crash; `unknown` where nobody remembers
   * them. Left out: nothing.
   */
  cleaning?(state: S): readonly string[] | 'unknown' | null
}

export interface Step<S> {
  readonly state: S
  readonly effects: readonly UnitEffect[]
  /** For requests: whether the unit is on its way (`taken`, also where left out), or can only be asked again later. */
  readonly answer?: 'taken' | 'again'
}

export interface KnownProcess {
  readonly pid: number
  readonly role: ProcessRole
  /** Null for a child of ours, of whose end we are told. */
  readonly alien: Alien | null
}

/** How a unit went, for those who handle it and for its own last commands (systemd.exec(5), SERVICE_RESULT). */
export interface Outcome {
  /** Result= */
  readonly result: string
  /** Of the main process, null where there was none, or it lives. */
  readonly mainExit: Pick<Exit, 'how' | 'status'> | null
}

/** A unit that another one triggers, as that one sees it. */
export interface Triggered {
  readonly id: string
  readonly isLoaded: boolean
  readonly readiness: Readiness
}

/** Nothing happened. */
export function still<S>(state: S): Step<S> {
  return { state, effects: [] }
}
