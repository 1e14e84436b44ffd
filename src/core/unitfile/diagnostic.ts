import type { syslogLevels } from '#core/base/linux/syslog.ts'

/**
 * Something to say about a line of a configuration file. Reading goes on after it; whether the file can be used all the same is
 * told elsewhere (`failure` of a parsed file, the load state of a unit).
 */
export interface Diagnostic {
  readonly path: string
  /** Counted from 1; a value over several lines has the number of its last. */
  readonly line: number
  readonly section?: string
  readonly key?: string
  readonly level: (typeof syslogLevels)[number]
  /** Worded as systemd words it, since people search for that. */
  readonly message: string
}

/** A diagnostic as the journal and `systemd-analyze verify` show it. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  return `${diagnostic.path}:${diagnostic.line}: ${diagnostic.message}`
}
