/** Commands as properties: `path, argv, ignore failure`, then times, pid, code and status of the last run. */
import type { Command } from '#core/unit/kinds/exec/command.ts'

/** A command that has not run. */
export type CommandRow = readonly [
  string,
  readonly string[],
  boolean,
  bigint,
  bigint,
  bigint,
  bigint,
  number,
  number,
  number,
]

/** Commands of units that are not run yet. */
export function commandRows(commands: readonly Command[]): readonly CommandRow[] {
  return commands.map(({ path, argv, ignoreFailure }) => [path, argv, ignoreFailure, 0n, 0n, 0n, 0n, 0, 0, 0] as const)
}
