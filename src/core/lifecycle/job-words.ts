/** The words for what becomes of a unit's jobs, where its type has some of its own; people grep for them. */

/** A sentence around the unit's title. */
export type Words = (title: string) => string

export interface JobWords<U> {
  readonly start?: Partial<Record<JobEnd, Words>>
  readonly stop?: Partial<Record<JobEnd, Words>>
  /** Of a unit that is not started when its start is done, but finished. */
  finished?(unit: U): boolean
  /** Whoever watches the boot hears nothing of it. */
  readonly isSilent?: boolean
}

type JobEnd = 'done' | 'failed' | 'timeout'
