/**
 * Whose our standard output is. With a terminal, and where nobody speaks to us, it shows the boot and what services print. Where
 * somebody holds our input open (`docker run -i`, a CI runner), or a command runs in the foreground, it is theirs: then nothing of
 * ours goes there, unless it is asked for.
 */

/** How lines of the log are shown: as `name[pid]: text`, as they are, as JSON objects, or not at all. */
export const lineForms = ['prefix', 'plain', 'json', 'none'] as const

export interface ConsoleMode {
  /** Whether the console shows how the boot goes on: `[  OK  ] Started ...` (systemd(1), --show-status=). */
  readonly status: boolean
  readonly lines: (typeof lineForms)[number]
  /** The output is somebody else's: a boot that failed is told on standard error. */
  readonly isForeign: boolean
}

export interface ConsoleFacts {
  readonly isTerminal: boolean
  /** Standard input is a pipe or a socket. */
  readonly inputIsHeld: boolean
  readonly hasCommand: boolean
  /** BERTH_CONSOLE, a word of `lineForms`. */
  readonly wanted: string | undefined
  /** --show-status=, null where nothing is said. */
  readonly showStatus: boolean | null
  /** ForwardToConsole= (journald.conf(5)). */
  readonly forwards: boolean | null
}

export function consoleMode({
  isTerminal,
  inputIsHeld,
  hasCommand,
  wanted,
  showStatus,
  forwards,
}: ConsoleFacts): ConsoleMode {
  const isForeign = hasCommand || (inputIsHeld && !isTerminal)
  const form = lineForms.find(known => known === wanted)
  const usual = forwards === false || (isForeign && forwards !== true) ? 'none' : 'prefix'
  return { status: showStatus ?? (form === undefined ? !isForeign : form !== 'none'), lines: form ?? usual, isForeign }
}
