/** The processes of units: who is there, and signals to them. */
import { signalName } from '#core/base/linux/signal.ts'
import type { World } from '#core/engine/world.ts'
import type { Kernel, Outcome } from '#kernel/kernel.ts'
import type { ProcessEntry, Processes, WatchedProcess } from '#kernel/processes/processes-api.ts'
import type { Membership } from './membership.ts'

const SIGHUP = 1
const SIGKILL = 9
const SIGCONT = 18

/** Once through /proc finds those alive now; a few more rounds find those that were forked meanwhile. */
const roundsMax = 10

/** Farther up than this nobody looks for a process that we started. */
const generationsMax = 64

export interface Signalling {
  readonly signal: number
  readonly pids: readonly number[]
  readonly all: boolean
  readonly hangUp: boolean
}

export interface UnitProcessesParts {
  readonly kernel: Pick<Kernel, 'processes'> & { readonly host: Pick<Kernel['host'], 'pid'> }
  readonly membership: Membership
  readonly world: World
  /** Who the processes of each unit were last started as. */
  readonly identities: ReadonlyMap<string, { readonly uid: number }>
}

export class UnitProcesses {
  readonly #parts: UnitProcessesParts
  readonly #processes: Processes
  readonly #self: number
  /** Main processes that are no children of ours, by pid: signals go to just that process. */
  readonly #watched = new Map<number, WatchedProcess>()

  constructor(parts: UnitProcessesParts) {
    this.#parts = parts
    this.#processes = parts.kernel.processes
    this.#self = parts.kernel.host.pid
  }

  unitOf(pid: number): string | undefined {
    return this.#parts.membership.unitOf(pid)
  }

  byUnit(): ReturnType<Membership['byUnit']> {
    return this.#parts.membership.byUnit()
  }

  of(unit: string): readonly ProcessEntry[] {
    return this.byUnit().get(unit) ?? []
  }

  /**
   * Whether a process may speak for a unit, beyond carrying its mark, which it may have given itself: one that we started, a
   * descendant of it, and root or whoever the unit runs as.
   */
  isProven(unit: string, pid: number, uid: number): boolean {
    const { world, identities } = this.#parts
    if (uid === 0 || world.processes.get(pid)?.unit === unit || identities.get(unit)?.uid === uid) {
      return true
    }
    const own = [...world.processes].filter(([, owner]) => owner.unit === unit).map(([known]) => known)
    if (own.some(known => this.#processes.usersOf(known)?.effective === uid)) {
      return true
    }
    let at = this.#processes.entry(pid)?.parent ?? 0
    for (let step = 0; step < generationsMax && at > 1 && at !== this.#self; step++) {
      if (own.includes(at)) {
        return true
      }
      at = this.#processes.entry(at)?.parent ?? 0
    }
    return false
  }

  /** Watches a main process that is no child of ours, and tells `ended` when it is gone, at once if it is already. */
  watch(pid: number, startTime: bigint, ended: () => void): void {
    this.unwatch(pid)
    const watched = this.#processes.watch(pid, startTime, () => {
      this.unwatch(pid)
      ended()
    })
    if (watched.ok) {
      this.#watched.set(pid, watched.value)
    } else {
      ended()
    }
  }

  unwatch(pid: number): void {
    this.#watched.get(pid)?.close()
    this.#watched.delete(pid)
  }

  /** Those that are watched but are nobody's main process any more. */
  unwatchOthers(): void {
    for (const pid of this.#watched.keys()) {
      if (!this.#parts.world.processes.has(pid)) {
        this.unwatch(pid)
      }
    }
  }

  /**
   * Sends a signal to processes of a unit: to those named, and with `all` to every other one, until a round finds nobody new.
   * @returns the processes that were there to be signalled.
   */
  signal(unit: string, { signal, pids, all, hangUp }: Signalling): readonly number[] {
    const reached = new Set<number>()
    for (const pid of pids) {
      this.#send(pid, signal, hangUp, reached)
    }
    for (let round = 0; all && round < roundsMax; round++) {
      const fresh = this.of(unit).filter(entry => !reached.has(entry.pid))
      if (fresh.length === 0) {
        break
      }
      for (const { pid } of fresh) {
        this.#send(pid, signal, hangUp, reached)
      }
    }
    return [...reached]
  }

  /** A stopped process sees a signal only when it goes on, and some expect SIGHUP to tell them that nobody is there any more. */
  #send(pid: number, signal: number, hangUp: boolean, reached: Set<number>): void {
    if (!this.kill(pid, signal).ok) {
      return
    }
    reached.add(pid)
    if (signal !== SIGKILL && signal !== SIGCONT) {
      this.kill(pid, SIGCONT)
    }
    if (hangUp) {
      this.kill(pid, SIGHUP)
    }
  }

  /** As kill(2), but that a main process which is no child of ours cannot be confused with who gets its number. */
  kill(pid: number, signal: number): Outcome<void> {
    return this.#watched.get(pid)?.kill(signal) ?? this.#processes.kill(pid, signal)
  }

  /** `Killing process 12 (nginx) with signal SIGKILL.`, to be said before it is gone. */
  lastWords(pid: number, signal: number): string {
    return `Killing process ${pid} (${this.#processes.comm(pid)}) with signal SIG${signalName(signal)}.`
  }
}
