/** The words for what jobs do, as systemd says them, since people grep for them. */

import type { AnnounceMark } from '#core/engine/effect.ts'
import { tell, titleOf, type Work } from '#core/engine/work.ts'
import type { Entry } from '#core/engine/world.ts'
import type { Job, JobResult } from '#core/job/job.ts'
import type { LogLevel } from '#core/lifecycle/effect.ts'
import { conditionsHold } from '#core/unit/condition.ts'
import type { UnitType } from '#core/unit/unit-type.ts'

type Words = (title: string) => string

/** Units whose way up or down takes time say when they set out. */
const settingOut: Partial<Record<UnitType, { readonly start: Words; readonly stop: Words }>> = {
  service: { start: title => `Starting ${title}...`, stop: title => `Stopping ${title}...` },
  mount: { start: title => `Mounting ${title}...`, stop: title => `Unmounting ${title}...` },
  swap: { start: title => `Activating swap ${title}...`, stop: title => `Deactivating swap ${title}...` },
}

const started: Partial<Record<JobResult, Words>> = {
  done: title => `Started ${title}.`,
  timeout: title => `Timed out starting ${title}.`,
  failed: title => `Failed to start ${title}.`,
  dependency: title => `Dependency failed for ${title}.`,
  assert: title => `Assertion failed for ${title}.`,
  unsupported: title => `Starting of ${title} unsupported.`,
  collected: title => `Unnecessary job was removed for ${title}.`,
  once: title => `Unit ${title} has been started before and cannot be started again.`,
}

const stopped: Partial<Record<JobResult, Words>> = {
  done: title => `Stopped ${title}.`,
  failed: title => `Stopped ${title} with error.`,
  timeout: title => `Timed out stopping ${title}.`,
}

const reloaded: Partial<Record<JobResult, Words>> = {
  done: title => `Reloaded ${title}.`,
  failed: title => `Reload failed for ${title}.`,
  timeout: title => `Timed out reloading ${title}.`,
}

type Special = { readonly start?: Partial<Record<JobResult, Words>>; readonly stop?: Partial<Record<JobResult, Words>> }

const special: Partial<Record<UnitType, Special>> = {
  target: {
    start: { done: title => `Reached target ${title}.` },
    stop: { done: title => `Stopped target ${title}.` },
  },
  slice: {
    start: { done: title => `Created slice ${title}.` },
    stop: { done: title => `Removed slice ${title}.` },
  },
  socket: {
    start: { done: title => `Listening on ${title}.`, failed: title => `Failed to listen on ${title}.` },
    stop: { done: title => `Closed ${title}.` },
  },
  mount: {
    start: {
      done: title => `${title} is not mounted, since a container may not: its folder is used as it is.`,
      failed: title => `Failed to mount ${title}.`,
      timeout: title => `Timed out mounting ${title}.`,
    },
    stop: { done: title => `The folder of ${title} stays.` },
  },
}

/** "Starting ..." in the log when a job sets out. */
export function logSettingOut(work: Work, entry: Entry, type: Job['type']): void {
  const words = settingOut[entry.unit.type]
  const title = titleOf(entry)
  if (type === 'reload') {
    tell(work, entry, 'info', `Reloading ${title}...`, null)
  } else if (words !== undefined && (type === 'start' || type === 'stop' || type === 'restart')) {
    tell(work, entry, 'info', type === 'start' ? words.start(title) : words.stop(title), null)
  }
}

/** The end of a job, for the log and for whoever watches the boot. */
export function announce(work: Work, entry: Entry, job: Job, result: JobResult): void {
  const text = endOf(entry, job.type, result)
  if (text === null) {
    return
  }
  const isSilent = result === 'unsupported' || result === 'collected' || entry.unit.type === 'mount'
  const isQuiet = isSilent || (job.type === 'start' && isSkipped(entry, result))
  tell(work, entry, levels[result] ?? 'info', text, isQuiet ? null : (marks[result] ?? 'info'))
}

function endOf(entry: Entry, type: Job['type'], result: JobResult): string | null {
  const title = titleOf(entry)
  switch (type) {
    case 'start':
      if (isSkipped(entry, result)) {
        return conditionsHold(entry.conditions.details) ? `Condition check resulted in ${title} being skipped.` : null
      }
      return (
        (special[entry.unit.type]?.start?.[result] ?? finishedOneshot(entry, result) ?? started[result])?.(title) ??
        null
      )
    case 'stop':
    case 'restart':
      return (special[entry.unit.type]?.stop?.[result] ?? stopped[result])?.(title) ?? null
    case 'reload':
      return reloaded[result]?.(title) ?? null
    case 'verify-active':
      return result === 'dependency' ? (started.dependency?.(title) ?? null) : null
    case 'nop':
      return null
  }
}

/** A oneshot that has run is finished, not started. */
function finishedOneshot({ unit }: Entry, result: JobResult): Words | undefined {
  const isOneshot = unit.type === 'service' && unit.service.Type === 'oneshot'
  return isOneshot && result === 'done' ? title => `Finished ${title}.` : undefined
}

/** A start that unmet conditions skipped has said so already, unless it took a program to know. */
function isSkipped(entry: Entry, result: JobResult): boolean {
  return result === 'done' && entry.conditions.at.monotonic > 0 && !entry.conditions.result
}

const marks: Partial<Record<JobResult, AnnounceMark>> = {
  done: 'ok',
  failed: 'failed',
  timeout: 'time',
  dependency: 'depend',
  assert: 'assert',
  once: 'failed',
}

const levels: Partial<Record<JobResult, LogLevel>> = {
  failed: 'err',
  timeout: 'err',
  dependency: 'warning',
  assert: 'warning',
  once: 'err',
}
