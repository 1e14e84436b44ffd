/** An ordering cycle that a transaction ran into, and systemd's words for it. */

interface JobName {
  readonly unit: string
  readonly type: string
}

export interface Cycle {
  /** The job from which it was found. */
  readonly start: JobName
  /** The jobs on it, each waiting for the next, the start last. */
  readonly jobs: readonly JobName[]
}

/** What is said of the start's unit, one line a job. */
export function cycleLines({ jobs }: Cycle): readonly string[] {
  return jobs.map((job, at) => `Found ${at === 0 ? 'ordering cycle' : 'dependency'} on ${nameOf(job)}`)
}

export function deletionLine({ start }: Cycle, deleted: JobName): string {
  return `Job ${nameOf(deleted)} deleted to break ordering cycle starting with ${nameOf(start)}`
}

export function unbreakableLine({ start }: Cycle): string {
  return `Unable to break cycle starting with ${nameOf(start)}`
}

/** What is said of the whole transaction; undefined for refusals that only the client hears of. */
export function refusalLine({
  code,
  message,
}: {
  readonly code: string
  readonly message: string
}): string | undefined {
  switch (code) {
    case 'TransactionOrderIsCyclic':
      return `Requested transaction contains an unfixable cyclic ordering dependency: ${message}`
    case 'TransactionJobsConflicting':
      return `Requested transaction contains unmergeable jobs: ${message}`
    case 'TransactionIsDestructive':
      return `Requested transaction contradicts existing jobs: ${message}`
    default:
      return undefined
  }
}

function nameOf({ unit, type }: JobName): string {
  return `${unit}/${type}`
}
