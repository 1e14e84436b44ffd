/** Membership by marks: each start's processes carry its number, and where that tells nothing, other signs do (attribution.ts). */
import { find, type World } from '#core/engine/world.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { ProcessEntry, Processes } from '#kernel/processes/processes-api.ts'
import type { Log } from '#manager/log/log.ts'
import type { Membership } from '#manager/processes/membership.ts'
import { attribute, type Facts, type Owner } from './attribution.ts'
import { Marks, ownMark } from './marks.ts'

interface Strange {
  readonly entry: ProcessEntry
  readonly owner: Owner | null
}

export interface MarkMembershipParts {
  readonly kernel: Pick<Kernel, 'processes'> & { readonly host: Pick<Kernel['host'], 'pid' | 'limits'> }
  readonly world: World
  /** Who the processes of each unit were last started as. */
  readonly identities: ReadonlyMap<string, { readonly uid: number }>
  readonly log: Pick<Log, 'say'>
  /** What a former life left, null in the first one. */
  readonly memory: string | null
}

export class MarkMembership implements Membership {
  readonly own: bigint
  readonly #parts: MarkMembershipParts
  readonly #marks: Marks
  readonly #processes: Processes
  readonly #self: number
  /** Processes whose mark tells nothing and that were told of, by pid and start, as long as they live. */
  #told: ReadonlySet<string> = new Set()

  constructor(parts: MarkMembershipParts) {
    this.#parts = parts
    this.own = ownMark(parts.kernel.host)
    this.#marks = new Marks(this.own, parts.memory === null ? null : BigInt(parts.memory))
    this.#processes = parts.kernel.processes
    this.#self = parts.kernel.host.pid
  }

  /** Where counting goes on. */
  get memory(): string {
    return `${this.#marks.next}`
  }

  get weakness(): string | null {
    const instead = 'ancestry, session and user tell which process belongs to which unit, and an orphan may be missed'
    return this.#marks.areUsedUp
      ? `RLIMIT_LOCKS is too low here to mark processes with (--ulimit locks=): ${instead}.`
      : null
  }

  begin(unit: string, isEmpty: boolean): bigint {
    if (isEmpty) {
      this.forget(unit)
    }
    return this.#marks.take(unit)
  }

  restore(unit: string, carried: bigint): void {
    this.#marks.restore(carried, unit)
  }

  unrecorded(): readonly ProcessEntry[] {
    return this.#processes.list().filter(({ mark, zombie }) => !zombie && this.#marks.isNext(mark))
  }

  forget(unit: string): void {
    this.#marks.forget(unit)
  }

  unitOf(pid: number): string | undefined {
    return this.#ownerOf(pid)?.unit
  }

  /** Everything alive, by unit. One pass over /proc. */
  byUnit(): ReadonlyMap<string, readonly ProcessEntry[]> {
    const entries = this.#processes.list()
    const byPid = new Map(entries.map(entry => [entry.pid, entry]))
    const ownerOf = attribute(this.#facts(), pid => byPid.get(pid))
    const found = new Map<string, ProcessEntry[]>()
    const strange: Strange[] = []
    for (const entry of entries) {
      if (entry.zombie || entry.pid === this.#self) {
        continue
      }
      const owner = ownerOf(entry)
      if (owner !== null) {
        const of = found.get(owner.unit)
        if (of === undefined) {
          found.set(owner.unit, [entry])
        } else {
          of.push(entry)
        }
      }
      if (this.#isStrange(entry, owner)) {
        strange.push({ entry, owner })
      }
    }
    this.#tell(strange)
    return found
  }

  /** The unit a process belongs to, with why. */
  #ownerOf(pid: number): Owner | null {
    const entry = this.#processes.entry(pid)
    return entry === undefined ? null : attribute(this.#facts(), pid => this.#processes.entry(pid))(entry)
  }

  #facts(): Facts {
    const { world, identities } = this.#parts
    const marks = this.#marks
    return {
      self: this.#self,
      known: pid => world.processes.get(pid)?.unit,
      marked: mark => marks.unitOf(mark),
      isStray: mark => marks.isStray(mark),
      began: session => unitThatRan(world, session),
      ofUser: pid => {
        const uid = this.#processes.usersOf(pid)?.real ?? 0
        const units = uid === 0 ? [] : [...identities].filter(([, identity]) => identity.uid === uid)
        const up = units.filter(([unit]) => find(world, unit)?.populated === true)
        return up.length === 1 ? up[0]?.[0] : undefined
      },
    }
  }

  /** A process whose mark is not that of the unit it counts for, though marks are there to be given. */
  #isStrange({ mark }: ProcessEntry, owner: Owner | null): boolean {
    const marks = this.#marks
    if (marks.areUsedUp) {
      return false
    }
    return owner === null ? marks.isStray(mark) : owner.by !== 'started' && owner.by !== 'mark'
  }

  /** Each is told once. */
  #tell(strange: readonly Strange[]): void {
    if (strange.length === 0 && this.#told.size === 0) {
      return
    }
    const told = new Set<string>()
    for (const { entry, owner } of strange) {
      const key = `${entry.pid} ${entry.startTime}`
      told.add(key)
      if (!this.#told.has(key)) {
        this.#say(entry.pid, owner)
      }
    }
    this.#told = told
  }

  #say(pid: number, owner: Owner | null): void {
    const who = `Process ${pid} (${this.#processes.comm(pid)})`
    if (owner === null) {
      this.#parts.log.say(
        null,
        'warning',
        `${who} has changed its RLIMIT_LOCKS and belongs to no unit: no stop will end it.`,
      )
    } else {
      const text = `${owner.unit}: ${who} has changed its RLIMIT_LOCKS; it counts as the unit's by its ${owner.by}.`
      this.#parts.log.say(owner.unit, 'warning', text)
    }
  }
}

/** The unit of which a command, whether it still runs or not, had this pid in the current run. */
function unitThatRan({ entries }: World, pid: number): string | undefined {
  for (const { unit, machine, state } of entries.values()) {
    if (machine.ran?.(state).includes(pid) === true) {
      return unit.id
    }
  }
  return undefined
}
