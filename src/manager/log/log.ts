/**
 * What there is to tell: of the manager about units, and of the services' own output.
 *
 * Every line goes into the memory of its unit, for `systemctl status`. Services' output, and what a person who watches the
 * container should know, goes to our standard output as well.
 */

import { syslogLevels } from '#core/base/linux/syslog.ts'
import { withoutControls } from '#core/base/text/text.ts'
import type { AnnounceMark } from '#core/engine/effect.ts'
import type { LogLevel } from '#core/lifecycle/effect.ts'
import { beginning, LogLines } from './log-lines.ts'

type SyslogLevel = (typeof syslogLevels)[number]

export interface LogLine {
  /** Real time in µs. */
  readonly at: number
  /** Who said it: `systemd[1]`, `nginx[34]`. */
  readonly from: string
  readonly level: LogLevel
  readonly text: string
}

export interface LogParts {
  realtime(): number
  writeLine(line: string): void
  readonly colors: boolean
  readonly pid: number
}

/** How much of a line is kept: enough for `status`. */
const lineMaxLength = 4096

export class Log {
  readonly #parts: LogParts
  readonly #lines = new LogLines<LogLine>()

  /** Whether who watches the console sees how the boot goes on: `[  OK  ] Started ...` (systemd(1), SIGRTMIN+20). */
  showStatus = true
  #level: SyslogLevel = 'info'

  constructor(parts: LogParts) {
    this.#parts = parts
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

  /** The manager speaks: about a unit, or about everything when `unit` is null. */
  say(unit: string | null, level: LogLevel, said: string, mark: AnnounceMark | null = null): void {
    // Names of processes and the like come from who runs them.
    const text = withoutControls(said)
    if (mark === null && syslogLevels.indexOf(level) > syslogLevels.indexOf(this.#level)) {
      return
    }
    const from = `systemd[${this.#parts.pid}]`
    this.#keep(unit, { from, level, text })
    if (mark !== null && this.showStatus) {
      this.#parts.writeLine(`[${markText(mark, this.#parts.colors)}] ${text}`)
    } else if (level === 'err' || level === 'warning' || level === 'notice') {
      this.#parts.writeLine(`${from}: ${text}`)
    }
  }

  /** A line of a service's output. */
  output(unit: string, identifier: string, pid: number, text: string): void {
    const from = `${identifier}[${pid}]`
    this.#keep(unit, { from, level: 'info', text })
    this.#parts.writeLine(`${from}: ${text}`)
  }

  /** The last lines about a unit, oldest first. */
  last(unit: string, count: number): readonly LogLine[] {
    return this.#lines.last(unit, count)
  }

  /** A unit is no more, or there again: the lines of those that are gone have little room. */
  retire(unit: string): void {
    this.#lines.retire(unit)
  }

  welcome(unit: string): void {
    this.#lines.welcome(unit)
  }

  #keep(unit: string | null, line: Omit<LogLine, 'at'>): void {
    if (unit !== null) {
      this.#lines.add(unit, { ...line, text: beginning(line.text, lineMaxLength), at: this.#parts.realtime() })
    }
  }
}

const marks: Readonly<Record<AnnounceMark, { readonly word: string; readonly color: string }>> = {
  ok: { word: '  OK  ', color: '32' },
  failed: { word: 'FAILED', color: '31' },
  depend: { word: 'DEPEND', color: '33' },
  time: { word: ' TIME ', color: '31' },
  assert: { word: 'ASSERT', color: '33' },
  unsupported: { word: 'UNSUPP', color: '33' },
  skip: { word: ' SKIP ', color: '33' },
  info: { word: ' INFO ', color: '34' },
}

function markText(mark: AnnounceMark, colors: boolean): string {
  const { word, color } = marks[mark]
  return colors ? `\u001b[${color}m${word}\u001b[0m` : word
}
