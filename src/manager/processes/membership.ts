/**
 * Which processes belong to which unit. Marks tell it (marks/mark-membership.ts), as a plain container may make no control groups; where
 * it may, those can tell it, too, by a second implementation. Nothing but what makes one knows which it is.
 */
import type { ProcessEntry } from '#kernel/processes/processes-api.ts'

export interface Membership {
  /** What processes of no unit carry: the programs that the manager runs for itself (Launch, `process.mark`). */
  readonly own: bigint
  /** What a later life needs to go on; given to the implementation when it is made. */
  readonly memory: string
  /** Why the answers are less sure here than elsewhere, in a sentence for the log; null where they are not. */
  readonly weakness: string | null
  /**
   * A start of a unit begins.
   * @param isEmpty nothing is left of its former starts.
   * @returns what its processes are to carry.
   */
  begin(unit: string, isEmpty: boolean): bigint
  /** A start that a former life began. */
  restore(unit: string, carried: bigint): void
  /** Processes of starts that a manager began and was killed before it had written down. */
  unrecorded(): readonly ProcessEntry[]
  /** A unit is gone, and so are its processes. */
  forget(unit: string): void
  /** The unit of a process, undefined where it is nobody's. */
  unitOf(pid: number): string | undefined
  /** Everything alive but the manager itself, by unit; a unit that is empty is not in it. */
  byUnit(): ReadonlyMap<string, readonly ProcessEntry[]>
}
