/** What a command writes to and reads from. terminal.ts has the real ones, tests have theirs in memory. */

/** Standard output or standard error. Bytes that are no UTF-8 are lone surrogates in the text (core/base/text/text.ts). */
export interface Stream {
  write(text: string): void
  readonly isTerminal: boolean
  /** The width of the terminal in columns, 0 when it has none. */
  readonly columns: number
}

/** A program that shows our output page by page. */
export interface Pager {
  write(text: string): void
  /** Ends what it is to show, and resolves when the user has left it. */
  close(): Promise<void>
}

/** A program to run in our place at the terminal: an editor, `man`, a pager. */
export interface Program {
  readonly argv: readonly string[]
  readonly environment: ReadonlyMap<string, string>
}

export interface Streams {
  readonly output: Stream
  readonly errors: Stream
  /** Everything standard input has, until its end. */
  readInput(): string
  /** Whether a line could be asked of the user. */
  readonly inputIsTerminal: boolean
  /** Starts a pager; undefined when there is no such program. */
  openPager(program: Program): Pager | undefined
  /** Runs a program with our own streams; its exit status, or undefined when there is no such program. */
  runProgram(program: Program): number | undefined
}
