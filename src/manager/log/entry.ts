/** One line of the log, in fields (systemd.journal-fields(7)), and who takes such lines. */
import type { AnnounceMark } from '#core/engine/effect.ts'
import type { LogLevel } from '#core/lifecycle/effect.ts'

export interface LogEntry {
  /** Real time in µs. */
  readonly at: number
  /** The unit that said it, or that the manager speaks of; null for what is about everything. */
  readonly unit: string | null
  /** Which run of the unit, empty where that is not known. */
  readonly invocation: string
  readonly pid: number
  /** SYSLOG_IDENTIFIER=: `systemd`, `nginx`. */
  readonly identifier: string
  readonly priority: LogLevel
  /** `stdout` came out of a service's pipe, `driver` is the manager's own. */
  readonly transport: 'stdout' | 'driver'
  readonly text: string
  /** For whoever watches the boot: `[  OK  ] Started ...`. */
  readonly mark: AnnounceMark | null
}

export interface Journal {
  append(entry: LogEntry): void
}
