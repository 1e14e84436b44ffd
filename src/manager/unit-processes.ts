/** The processes of units: who is there, and signals to them. */
import { signalName } from '#core/base/signal.ts'
import type { ProcessEntry, Processes } from '#kernel/kernel.ts'
import type { Marks } from './marks.ts'

const SIGHUP = 1
const SIGKILL = 9
const SIGCONT = 18

/** Once through /proc finds those alive now; a few more rounds find those that were forked meanwhile. */
const roundsMax = 10

export interface Signalling {
  readonly signal: number
  readonly pids: readonly number[]
  readonly all: boolean
  readonly hangUp: boolean
}

export class UnitProcesses {
  readonly #processes: Processes
  readonly #marks: Marks
  readonly #self: number

  constructor(processes: Processes, marks: Marks, self: number) {
    this.#processes = processes
    this.#marks = marks
    this.#self = self
  }

  /** The unit a process belongs to, by the mark it carries. */
  unitOf(pid: number): string | undefined {
    const entry = this.#processes.entry(pid)
    return entry === undefined ? undefined : this.#marks.unitOf(entry.mark)
  }

  /** Everything alive, by unit. One pass over /proc. */
  byUnit(): ReadonlyMap<string, readonly ProcessEntry[]> {
    const found = new Map<string, ProcessEntry[]>()
    for (const entry of this.#processes.list()) {
      const unit = entry.zombie ? undefined : this.#marks.unitOf(entry.mark)
      if (unit !== undefined && entry.pid !== this.#self) {
        const entries = found.get(unit)
        if (entries === undefined) {
          found.set(unit, [entry])
        } else {
          entries.push(entry)
        }
      }
    }
    return found
  }

  of(unit: string): readonly ProcessEntry[] {
    return this.byUnit().get(unit) ?? []
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
    if (!this.#processes.kill(pid, signal).ok) {
      return
    }
    reached.add(pid)
    if (signal !== SIGKILL && signal !== SIGCONT) {
      this.#processes.kill(pid, SIGCONT)
    }
    if (hangUp) {
      this.#processes.kill(pid, SIGHUP)
    }
  }

  /** `Killing process 12 (nginx) with signal SIGKILL.`, to be said before it is gone. */
  lastWords(pid: number, signal: number): string {
    return `Killing process ${pid} (${this.#processes.comm(pid)}) with signal SIG${signalName(signal)}.`
  }
}
