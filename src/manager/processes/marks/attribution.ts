/**
 * Whose each process is. The mark it carries tells (marks.ts), unless something stronger contradicts it or it tells nothing:
 * a process can lower its mark, but it can choose neither its ancestors nor the session it was born into (ADR 3).
 */
import type { ProcessEntry } from '#kernel/processes/processes-api.ts'

/** Why a process that carries no mark of a unit, or another's, counts as the unit's. */
export type Evidence = 'ancestry' | 'session' | 'user'

export interface Owner {
  readonly unit: string
  /** `started`: by ourselves, or taken for the main process. */
  readonly by: 'started' | 'mark' | Evidence
}

/** What there is to know beside the list of processes. */
export interface Facts {
  /** The manager, whose children are orphans or were started by it. */
  readonly self: number
  /** The unit that has the process for its main or control process. */
  known(pid: number): string | undefined
  /** The unit whose mark this is. */
  marked(mark: bigint): string | undefined
  /** Whether this is a mark that no start was given, though no process comes to such a one by itself. */
  isStray(mark: bigint): boolean
  /** The unit of which a command, ended by now, began the session. */
  began(session: number): string | undefined
  /** The one unit that runs as the user of the process, where there is just one. */
  ofUser(pid: number): string | undefined
}

/** Finds owners among the processes that `find` knows, and remembers whom it found. */
export function attribute(
  facts: Facts,
  find: (pid: number) => ProcessEntry | undefined,
): (entry: ProcessEntry) => Owner | null {
  const owners = new Map<number, Owner | null>()

  function ownerOf(entry: ProcessEntry): Owner | null {
    const before = owners.get(entry.pid)
    if (before !== undefined) {
      return before
    }
    // Numbers are used anew, so that a list that was long in the making may hold a circle.
    owners.set(entry.pid, null)
    const owner = judge(entry)
    owners.set(entry.pid, owner)
    return owner
  }

  function judge(entry: ProcessEntry): Owner | null {
    const marked = facts.marked(entry.mark)
    const known = facts.known(entry.pid)
    if (known !== undefined) {
      // A main process that somebody else started, and that carries the mark of its own unit, stays with that one.
      return { unit: marked ?? known, by: 'started' }
    }
    const inherited = fromRelative(entry.parent, entry.pid)
    if (inherited !== null) {
      return { unit: inherited, by: inherited === marked ? 'mark' : 'ancestry' }
    }
    const led = fromRelative(entry.session, entry.pid)
    if (led !== null) {
      return { unit: led, by: led === marked ? 'mark' : 'session' }
    }
    if (marked !== undefined) {
      return { unit: marked, by: 'mark' }
    }
    return facts.isStray(entry.mark) ? lastResort(entry) : null
  }

  /** The unit of a parent or session leader, null where that is nobody's. */
  function fromRelative(pid: number, own: number): string | null {
    const relative = pid === own || pid <= 1 || pid === facts.self ? undefined : find(pid)
    return relative === undefined ? null : (ownerOf(relative)?.unit ?? null)
  }

  function lastResort({ pid, session }: ProcessEntry): Owner | null {
    const began = facts.began(session)
    if (began !== undefined) {
      return { unit: began, by: 'session' }
    }
    const unit = facts.ofUser(pid)
    return unit === undefined ? null : { unit, by: 'user' }
  }

  return ownerOf
}
