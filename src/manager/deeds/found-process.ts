/** A process that PIDFile= or MAINPID= names: whether it can be the main process of a unit, and whether it is one of the unit's. */
import type { World } from '#core/engine/world.ts'
import type { FoundProcess } from '#core/lifecycle/service/state.ts'
import type { Processes } from '#kernel/processes/processes-api.ts'
import type { UnitProcesses } from '#manager/processes/unit-processes.ts'

export interface FoundProcessParts {
  readonly world: World
  readonly processes: Processes
  readonly members: Pick<UnitProcesses, 'unitOf' | 'isProven'>
  /** The manager's own pid. */
  readonly self: number
}

export type Judged =
  | { readonly is: 'member'; readonly process: FoundProcess }
  /**
   * It carries the mark of the unit and nothing more is known, as of a daemon that gave up root and whose parents have ended.
   * `uid` is whose it is.
   */
  | { readonly is: 'marked'; readonly process: FoundProcess; readonly uid: number }
  /** Nobody knows it to be of the unit: it is taken only from whom root trusts. */
  | { readonly is: 'stranger'; readonly process: FoundProcess }
  /** No such process. */
  | { readonly is: 'gone' }
  /** It cannot be anybody's main process; `reason` is a sentence for the log. */
  | { readonly is: 'unfit'; readonly reason: string }

export function foundProcess(
  { world, processes, members, self }: FoundProcessParts,
  unit: string,
  pid: number,
): Judged {
  if (pid === 1 || pid === self) {
    return { is: 'unfit', reason: `New main PID ${pid} is the manager, refusing.` }
  }
  const known = world.processes.get(pid)
  if (known?.role === 'control') {
    return { is: 'unfit', reason: `New main PID ${pid} is the control process, refusing.` }
  }
  if (known !== undefined && known.unit !== unit) {
    return { is: 'unfit', reason: `New main PID ${pid} is the main process of ${known.unit}, refusing.` }
  }
  const entry = processes.entry(pid)
  if (entry === undefined || entry.zombie) {
    return { is: 'gone' }
  }
  const process = { pid, alien: entry.parent === self ? null : { startTime: Number(entry.startTime) } }
  const uid = processes.usersOf(pid)?.effective ?? -1
  if (members.unitOf(pid) !== unit) {
    return { is: 'stranger', process }
  }
  return members.isProven(unit, pid, uid) ? { is: 'member', process } : { is: 'marked', process, uid }
}
