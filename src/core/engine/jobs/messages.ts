/** The words for what jobs do, as systemd says them, since people grep for them. */

import type { AnnounceMark } from '#core/engine/effect.ts'
import { tell, titleOf, type Work } from '#core/engine/work.ts'
import type { Entry } from '#core/engine/world.ts'
import type { InstalledJobType, Job, JobResult } from '#core/job/job.ts'
import type { LogLevel } from '#core/lifecycle/effect.ts'
import type { Words } from '#core/lifecycle/job-words.ts'
import { conditionsHold } from '#core/unit/condition.ts'

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

/** "Starting ..." in the log when a job sets out and takes its time: of one that is done at once only the end is told. */
export function setOut(work: Work, entry: Entry, type: InstalledJobType): void {
  entry.settingOut = type
  tellSettingOut(work, entry)
}

/** The same, should it have waited for an answer. */
export function tellSettingOut(work: Work, entry: Entry): void {
  const { settingOut: type, job, unit } = entry
  if (type === null || work.world.awaited.has(unit.id)) {
    return
  }
  entry.settingOut = null
  if (job?.state === 'running') {
    logSettingOut(work, entry, type)
  }
}

const settingOut: Readonly<Partial<Record<InstalledJobType, Words>>> = {
  start: title => `Starting ${title}...`,
  stop: title => `Stopping ${title}...`,
  restart: title => `Stopping ${title}...`,
  reload: title => `Reloading ${title}...`,
}

function logSettingOut(work: Work, entry: Entry, type: InstalledJobType): void {
  const words = settingOut[type]
  if (words !== undefined) {
    tell(work, entry, 'info', words(titleOf(entry)), null)
  }
}

/** The end of a job, for the log and for whoever watches the boot. */
export function announce(work: Work, entry: Entry, job: Job, result: JobResult): void {
  const text = endOf(entry, job.type, result)
  if (text === null) {
    return
  }
  const isSilent = result === 'unsupported' || result === 'collected' || entry.machine.words.isSilent === true
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
      return (own(entry.machine.words.start, result) ?? finished(entry, result) ?? started[result])?.(title) ?? null
    case 'stop':
    case 'restart':
      return (own(entry.machine.words.stop, result) ?? stopped[result])?.(title) ?? null
    case 'reload':
      return reloaded[result]?.(title) ?? null
    case 'verify-active':
      return result === 'dependency' ? (started.dependency?.(title) ?? null) : null
    case 'nop':
      return null
  }
}

function own(words: Partial<Record<JobResult, Words>> | undefined, result: JobResult): Words | undefined {
  return words?.[result]
}

/** A oneshot that has run is finished, not started. */
function finished({ unit, machine }: Entry, result: JobResult): Words | undefined {
  const isFinished = result === 'done' && machine.words.finished?.(unit) === true
  return isFinished ? title => `Finished ${title}.` : undefined
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
