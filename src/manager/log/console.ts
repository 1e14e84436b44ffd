/** What of the log goes to our standard output, which is what `docker logs` shows. */
import type { AnnounceMark } from '#core/engine/effect.ts'
import type { ConsoleMode } from './console-mode.ts'
import type { Journal, LogEntry } from './entry.ts'

export class Console implements Journal {
  readonly #writeLine: (line: string) => void
  readonly #colors: boolean
  readonly #form: ConsoleMode['lines']

  /** Whether who watches the console sees how the boot goes on: `[  OK  ] Started ...` (systemd(1), SIGRTMIN+20). */
  showStatus: boolean

  constructor(writeLine: (line: string) => void, colors: boolean, { status, lines }: ConsoleMode) {
    this.#writeLine = writeLine
    this.#colors = colors
    this.#form = lines
    this.showStatus = status
  }

  /** Services' output, and of our own what a person who watches the container should know. */
  append(entry: LogEntry): void {
    const { priority, transport, text, mark } = entry
    if (mark !== null && this.showStatus) {
      this.#writeLine(this.#form === 'json' ? shownAs.json(entry) : `[${markText(mark, this.#colors)}] ${text}`)
    } else if (this.#form !== 'none' && (transport === 'stdout' || isWorthTelling(priority))) {
      this.#writeLine(shownAs[this.#form](entry))
    }
  }
}

const shownAs: Readonly<Record<Exclude<ConsoleMode['lines'], 'none'>, (entry: LogEntry) => string>> = {
  prefix: ({ identifier, pid, text }) => `${identifier}[${pid}]: ${text}`,
  plain: ({ text }) => text,
  json: ({ at, unit, identifier, pid, priority, text }) =>
    JSON.stringify({ time: new Date(at / 1000).toISOString(), unit, identifier, pid, priority, message: text }),
}

function isWorthTelling(priority: LogEntry['priority']): boolean {
  return priority === 'err' || priority === 'warning' || priority === 'notice'
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
