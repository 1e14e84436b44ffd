/**
 * A Plan is a transaction while it is being made: jobs, possibly several for one unit, and who asked for whom.
 *
 * A link says that `by` wants `on`; `matters` when `by` makes no sense without it (Requires=, not Wants=), `conflicts` when
 * `by` wants `on` stopped because of Conflicts=. Dropping a job drops with it the jobs to which it mattered, so a plan never
 * holds a job whose requirement is gone.
 */
import type { InstalledJobType } from './job.ts'

export interface PlannedJob {
  readonly unit: string
  type: InstalledJobType
  ignoreOrder: boolean
  irreversible: boolean
  /** Links by which this job asks for others, and by which others ask for it. */
  readonly asks: Set<Link>
  readonly askedBy: Set<Link>
}

interface Link {
  readonly by: PlannedJob
  readonly on: PlannedJob
  readonly matters: boolean
  readonly conflicts: boolean
}

export class Plan {
  readonly #byUnit = new Map<string, PlannedJob[]>()
  #anchor: PlannedJob | null = null

  /** The job that was asked for. */
  get anchor(): PlannedJob | null {
    return this.#anchor
  }

  get units(): readonly string[] {
    return [...this.#byUnit.keys()]
  }

  /** The jobs of a unit, the one added last in front. */
  of(unit: string): readonly PlannedJob[] {
    return this.#byUnit.get(unit) ?? []
  }

  /** Of each unit the job added last. */
  latest(): PlannedJob[] {
    return [...this.#byUnit.values()].flatMap(([job]) => job ?? [])
  }

  /** Every job, unit by unit in the order in which the units came in. */
  all(): PlannedJob[] {
    return [...this.#byUnit.values()].flat()
  }

  /** The job of this type for this unit, made if it is not there yet. The first job of a plan is its anchor. */
  add(
    unit: string,
    type: InstalledJobType,
    irreversible: boolean,
  ): { readonly job: PlannedJob; readonly isNew: boolean } {
    const known = this.of(unit).find(job => job.type === type)
    if (known !== undefined) {
      return { job: known, isNew: false }
    }
    const job: PlannedJob = { unit, type, ignoreOrder: false, irreversible, asks: new Set(), askedBy: new Set() }
    this.#byUnit.set(unit, [job, ...this.of(unit)])
    this.#anchor ??= job
    return { job, isNew: true }
  }

  link(by: PlannedJob, on: PlannedJob, how: { readonly matters: boolean; readonly conflicts: boolean }): void {
    const link = { by, on, ...how }
    by.asks.add(link)
    on.askedBy.add(link)
  }

  /** Removes a job, and every job to which it mattered. */
  drop(job: PlannedJob): void {
    const open = [job]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const links = this.#remove(next).filter(link => link.matters)
      open.push(...links.map(link => link.by))
    }
  }

  /** Removes a job that is done already: those who asked for it have what they wanted, and stay. */
  dropAlone(job: PlannedJob): void {
    this.#remove(job)
  }

  /** Makes one job out of all jobs of a unit; `keep` takes over every link of the others. */
  fold(keep: PlannedJob, type: InstalledJobType): void {
    for (const other of this.of(keep.unit)) {
      if (other !== keep) {
        this.#moveLinks(other, keep)
        keep.irreversible ||= other.irreversible
        keep.ignoreOrder ||= other.ignoreOrder
        if (this.#anchor === other) {
          this.#anchor = keep
        }
      }
    }
    keep.type = type
    this.#byUnit.set(keep.unit, [keep])
  }

  /** Takes a job out and returns the links by which others asked for it. */
  #remove(job: PlannedJob): readonly Link[] {
    const left = this.of(job.unit).filter(other => other !== job)
    if (left.length === this.of(job.unit).length) {
      return []
    }
    if (left.length === 0) {
      this.#byUnit.delete(job.unit)
    } else {
      this.#byUnit.set(job.unit, left)
    }
    for (const link of job.asks) {
      link.on.askedBy.delete(link)
    }
    for (const link of job.askedBy) {
      link.by.asks.delete(link)
    }
    return [...job.askedBy]
  }

  #moveLinks(from: PlannedJob, to: PlannedJob): void {
    for (const link of from.asks) {
      link.on.askedBy.delete(link)
      this.link(to, link.on, link)
    }
    for (const link of from.askedBy) {
      link.by.asks.delete(link)
      this.link(link.by, to, link)
    }
    from.asks.clear()
    from.askedBy.clear()
  }
}

/** Whether a stop job is there because another unit's Conflicts= wants it. */
export function isConflictedBy(job: PlannedJob): boolean {
  return [...job.askedBy].some(link => link.conflicts)
}

/** The jobs without which the anchor cannot be done: those it reaches over links that matter, itself included. */
export function essentialJobs(plan: Plan): ReadonlySet<PlannedJob> {
  const found = new Set<PlannedJob>()
  const open = plan.anchor === null ? [] : [plan.anchor]
  for (let job = open.pop(); job !== undefined; job = open.pop()) {
    if (found.has(job)) {
      continue
    }
    found.add(job)
    for (const link of job.asks) {
      if (link.matters) {
        open.push(link.on)
      }
    }
  }
  return found
}
