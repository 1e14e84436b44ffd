/** Requests: what a client or a unit may ask for, the transaction it makes, and the jobs it installs. */

import type { Reply } from '#core/engine/effect.ts'
import type { JobRequest } from '#core/engine/event.ts'
import { canReload, viewOf } from '#core/engine/view.ts'
import { activeState, log, tell, titleOf, type Wish, type Work } from '#core/engine/work.ts'
import { type Entry, find } from '#core/engine/world.ts'
import { type Cycle, cycleLines, deletionLine, refusalLine, unbreakableLine } from '#core/job/cycle.ts'
import type { InstalledJobType, JobType, Refusal } from '#core/job/job.ts'
import { collapse } from '#core/job/merge.ts'
import { makeTransaction, type Transaction } from '#core/job/transaction.ts'
import { type JobMode, jobModes } from '#core/unit/job-mode.ts'
import { finishJob } from './finish.ts'
import { installJob } from './install.ts'

/** Works out a request up to the queued jobs. */
export function request(work: Work, asked: JobRequest): Reply {
  const entry = find(work.world, asked.unit)
  if (entry === undefined) {
    return { ok: false, refusal: { code: 'NoSuchUnit', message: `Unit ${asked.unit} not found.` } }
  }
  const type = wantedType(entry, asked)
  const refusal = asked.manual ? (refuseManual(entry, type) ?? refuseMode(entry, type, asked.mode)) : null
  return refusal === null
    ? enqueue(work, entry, collapse(type, activeState(entry)), asked.mode)
    : { ok: false, refusal }
}

function wantedType(entry: Entry, { type, reloadIfPossible }: JobRequest): JobType {
  if (!reloadIfPossible || !canReload(entry)) {
    return type
  }
  return type === 'restart' ? 'reload-or-start' : type === 'try-restart' ? 'try-reload' : type
}

function refuseManual(entry: Entry, type: JobType): Refusal | null {
  const { unit } = entry
  const isLoadError = unit.load === 'not-found' || unit.load === 'bad-setting' || unit.load === 'error'
  if (type === 'stop' && isLoadError && activeState(entry) === 'inactive') {
    return { code: 'NoSuchUnit', message: `Unit ${unit.id} not loaded.` }
  }
  const starts = type === 'start' || (type === 'reload-or-start' && collapse(type, activeState(entry)) === 'start')
  const restarts = type === 'restart' || type === 'try-restart'
  const refused =
    ((starts || restarts) && unit.unit.RefuseManualStart) ||
    ((type === 'stop' || restarts) && unit.unit.RefuseManualStop)
  return refused
    ? {
        code: 'OnlyByDependency',
        message: `Operation refused, unit ${unit.id} may be requested by dependency only (it is configured to refuse manual start/stop).`,
      }
    : null
}

function refuseMode(entry: Entry, type: JobType, mode: JobMode): Refusal | null {
  if (!jobModes.includes(mode)) {
    return { code: 'InvalidArgs', message: `Job mode ${mode} invalid` }
  }
  if (mode === 'isolate' && type !== 'start') {
    return { code: 'InvalidArgs', message: 'Isolate is only valid for start.' }
  }
  if (mode === 'isolate' && !entry.unit.unit.AllowIsolate) {
    return { code: 'NoIsolation', message: 'Operation refused, unit may not be isolated.' }
  }
  if (mode === 'triggering' && type !== 'stop') {
    return { code: 'InvalidArgs', message: '--job-mode=triggering is only valid for stop.' }
  }
  if (mode === 'restart-dependencies' && type !== 'start') {
    return { code: 'InvalidArgs', message: '--job-mode=restart-dependencies is only valid for start.' }
  }
  return null
}

/** Queues a job that no client asked for; a refusal is logged and that is all. */
export function grant(work: Work, { unit, type, mode }: Wish): void {
  const entry = find(work.world, unit)
  const reply = entry === undefined ? null : enqueue(work, entry, type, mode)
  if (entry !== undefined && reply?.ok === false) {
    log(work, entry, 'warning', `Failed to enqueue ${type} job, ignoring: ${reply.refusal.message}`)
  }
}

function enqueue(work: Work, entry: Entry, type: InstalledJobType, mode: JobMode): Reply {
  const made = makeTransaction(viewOf(work.world), { unit: entry.unit.id, type, mode })
  if (!made.ok) {
    tellRefusal(work, entry, made.error)
    return { ok: false, refusal: made.error }
  }
  tellCycles(work, made.value)
  if (mode === 'isolate' || mode === 'flush') {
    cancelOthers(work, made.value)
  }
  const [anchor, ...affected] = made.value.jobs.flatMap(planned => installJob(work, planned) ?? [])
  return anchor === undefined
    ? { ok: false, refusal: { code: 'NoSuchUnit', message: `Unit ${entry.unit.id} not found.` } }
    : { ok: true, job: anchor, affected }
}

function tellCycles(work: Work, transaction: Transaction): void {
  for (const { deleted, cycle } of transaction.brokenCycles) {
    const entry = find(work.world, cycle.start.unit)
    const left = find(work.world, deleted.unit)
    if (entry !== undefined && left !== undefined) {
      logCycle(work, entry, cycle)
      log(work, entry, 'err', deletionLine(cycle, deleted))
      tell(work, left, 'err', `Ordering cycle found, skipping ${titleOf(left)}`, 'skip')
    }
  }
}

function logCycle(work: Work, entry: Entry, cycle: Cycle): void {
  for (const line of cycleLines(cycle)) {
    log(work, entry, 'warning', line)
  }
}

/** The client hears that it cannot be; why stands in the log. */
function tellRefusal(work: Work, asked: Entry, refusal: Refusal): void {
  const { cycle } = refusal
  const entry = cycle === undefined ? undefined : find(work.world, cycle.start.unit)
  if (cycle !== undefined && entry !== undefined) {
    logCycle(work, entry, cycle)
    log(work, entry, 'err', unbreakableLine(cycle))
  }
  const line = refusalLine(refusal)
  if (line !== undefined) {
    work.effects.push({
      type: 'log',
      unit: asked.unit.id,
      level: refusal.code === 'TransactionIsDestructive' ? 'notice' : 'warning',
      text: line,
      mark: null,
    })
  }
}

function cancelOthers(work: Work, transaction: Transaction): void {
  const kept = new Set(transaction.jobs.map(job => job.unit))
  for (const job of [...work.world.jobs.values()]) {
    if (!kept.has(job.unit)) {
      finishJob(work, job, 'canceled', { recursive: false })
    }
  }
}
