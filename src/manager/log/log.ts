/**
 * What there is to tell: of the manager about units, and of the services' own output. Each line becomes an entry, which goes to
 * every journal there is: the memory of its unit, for `systemctl status`, and the console.
 */

import { syslogLevels } from '#core/base/linux/syslog.ts'
import { withoutControls } from '#core/base/text/text.ts'
import type { AnnounceMark } from '#core/engine/effect.ts'
import type { LogLevel } from '#core/lifecycle/effect.ts'
import { Console } from './console.ts'
import type { ConsoleMode } from './console-mode.ts'
import type { Journal, LogEntry } from './entry.ts'
import { LogLines } from './log-lines.ts'

type SyslogLevel = (typeof syslogLevels)[number]

export interface LogParts {
  realtime(): number
  writeLine(line: string): void
  readonly colors: boolean
  readonly console: ConsoleMode
  readonly pid: number
  /** The current run of a unit, empty where there is none. */
  invocationOf(unit: string): string
}

/** Whose output a line is. */
export interface OutputSource {
  readonly unit: string
  readonly identifier: string
  readonly pid: number
}

export class Log {
  readonly #parts: LogParts
  readonly #lines = new LogLines()
  readonly #console: Console
  readonly #journals: readonly Journal[]
  #level: SyslogLevel = 'info'

  constructor(parts: LogParts) {
    this.#parts = parts
    this.#console = new Console(parts.writeLine, parts.colors, parts.console)
    this.#journals = [this.#lines, this.#console]
  }

  /** What is less severe is not told, nor kept (systemctl(1), log-level). */
  get level(): string {
    return this.#level
  }

  /** False for a word that is no level. */
  setLevel(word: string): boolean {
    const level = syslogLevels.find(known => known === word)
    this.#level = level ?? this.#level
    return level !== undefined
  }

  /** Whether our standard output is somebody else's. */
  get isForeign(): boolean {
    return this.#parts.console.isForeign
  }

  /** Whether the console shows how the boot goes on (systemd(1), SIGRTMIN+20). */
  get showStatus(): boolean {
    return this.#console.showStatus
  }

  set showStatus(on: boolean) {
    this.#console.showStatus = on
  }

  /** The manager speaks: about a unit, or about everything when `unit` is null. */
  say(unit: string | null, priority: LogLevel, said: string, mark: AnnounceMark | null = null): void {
    if (mark === null && syslogLevels.indexOf(priority) > syslogLevels.indexOf(this.#level)) {
      return
    }
    // Names of processes and the like come from who runs them.
    const text = withoutControls(said)
    const { pid } = this.#parts
    this.#append({ unit, pid, identifier: 'systemd', priority, transport: 'driver', text, mark })
  }

  /** A line of a service's output. */
  output({ unit, identifier, pid }: OutputSource, text: string): void {
    this.#append({ unit, pid, identifier, priority: 'info', transport: 'stdout', text, mark: null })
  }

  /** The last lines about a unit, oldest first. */
  last(unit: string, count: number): readonly LogEntry[] {
    return this.#lines.last(unit, count)
  }

  /** A unit is no more, or there again: the lines of those that are gone have little room. */
  retire(unit: string): void {
    this.#lines.retire(unit)
  }

  welcome(unit: string): void {
    this.#lines.welcome(unit)
  }

  #append(line: Omit<LogEntry, 'at' | 'invocation'>): void {
    const invocation = line.unit === null ? '' : this.#parts.invocationOf(line.unit)
    const entry = { ...line, at: this.#parts.realtime(), invocation }
    for (const journal of this.#journals) {
      journal.append(entry)
    }
  }
}
