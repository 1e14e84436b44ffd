/** How a child ended: a code from exit(2), or the signal that killed it (`dumped`: and left a core). */
export interface Exit {
  readonly pid: number
  readonly how: 'exited' | 'killed' | 'dumped'
  /** Exit code or signal number. */
  readonly status: number
}

/** CLD_EXITED, CLD_KILLED, CLD_DUMPED of waitid(2). */
export const waitCodes = { exited: 1, killed: 2, dumped: 3 } as const
