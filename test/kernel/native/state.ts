/** What test/fixture/tells-state.c prints. */
export interface State {
  readonly argv: readonly string[]
  readonly environment: readonly string[]
  readonly fds: Readonly<Record<string, { target: string; flags: number; inheritable: boolean }>>
  readonly limits: readonly (readonly [string, string])[]
  readonly status: Readonly<Record<string, string>>
  readonly uid: number
  readonly gid: number
  readonly groups: readonly number[]
  readonly oomScoreAdjust: string
  readonly coredumpFilter: string
  readonly pid: number
  readonly session: number
  readonly terminal: boolean
  readonly umask: number
  readonly nice: number
  readonly policy: number
  readonly priority: number
  readonly ioPriority: number
  readonly timerSlack: number
  readonly personality: number
  readonly secureBits: number
  readonly input: string
  readonly directory: string
}
