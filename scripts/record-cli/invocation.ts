/** One line of the list: what to run, in which state, and how. */

export interface Invocation {
  /** A shell line in which `systemctl` (or `halt` and the like) is the program under test. */
  readonly run: string
  /** Shell lines that bring the units into the state needed; here `systemctl` is the reference. */
  readonly before?: string
  /** A shell line that shows what became of it, recorded as well; `systemctl` is the reference. */
  readonly after?: string
  /** Run it on a terminal this wide. */
  readonly columns?: number
  /** Put further variables in front, for the terminal. */
  readonly environment?: Readonly<Record<string, string>>
}

/** What came of it, masked. */
export interface Recorded {
  readonly run: string
  readonly columns?: number
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  readonly after?: string
}

/** The line to run in the container. */
export function commandLine({ run, columns, environment }: Invocation): string {
  const variables = Object.entries({ ...(columns === undefined ? {} : { TERM: 'xterm-256color' }), ...environment })
    .map(([name, value]) => `export ${name}=${value}; `)
    .join('')
  if (columns === undefined) {
    return variables + run
  }
  const inside = `stty cols ${columns} rows 200; ${variables}${run}`
  return `script -qec "${inside.replace(/[\\"$`]/g, '\\$&')}" /dev/null`
}

/** How a line is called where several are listed. */
export function keyOf({ run, columns }: { readonly run: string; readonly columns?: number }): string {
  return columns === undefined ? run : `[${columns}] ${run}`
}
