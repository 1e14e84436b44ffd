/** systemctl start, stop, restart, reload, isolate and their kin (systemctl(1)). */

import { type JobResults, listenForJobs, reportJobs } from '#cli/jobs/job-results.ts'
import { watchProgress } from '#cli/jobs/progress.ts'
import { listenForUnits, type UnitEnds } from '#cli/jobs/unit-ends.ts'
import { paint } from '#cli/render/colour.ts'
import { describeError } from '#cli/session/bus-message.ts'
import { callManager, refuse } from '#cli/session/manager-call.ts'
import type { Session } from '#cli/session/session.ts'
import { inOrder } from '#cli/units/in-order.ts'
import { warnOfTriggers } from '#cli/units/triggers.ts'
import { expandNames } from '#cli/units/unit-names.ts'
import type { Client } from '#control/client.ts'
import type { BusError } from '#control/errors.ts'
import { unitPath } from '#control/object-path.ts'
import { unitInterface } from '#control/protocol/unit.ts'
import { ok, type Result } from '#core/base/result.ts'

/** What a verb asks of the manager: a method, and the type of job it makes. */
interface UnitRequest {
  readonly method:
    | 'StartUnit'
    | 'StopUnit'
    | 'ReloadUnit'
    | 'RestartUnit'
    | 'TryRestartUnit'
    | 'ReloadOrRestartUnit'
    | 'ReloadOrTryRestartUnit'
  readonly jobType: string
  /** What the method is called when it fails. */
  readonly word: string
}

const start: UnitRequest = { method: 'StartUnit', jobType: 'start', word: 'start' }
const stop: UnitRequest = { method: 'StopUnit', jobType: 'stop', word: 'stop' }
const reload: UnitRequest = { method: 'ReloadUnit', jobType: 'reload', word: 'reload' }
const tryRestart: UnitRequest = { method: 'TryRestartUnit', jobType: 'try-restart', word: 'try-restart' }
const reloadOrTryRestart: UnitRequest = {
  method: 'ReloadOrTryRestartUnit',
  jobType: 'reload-or-try-restart',
  word: 'try-reload-or-restart',
}
const reloadOrRestart: UnitRequest = {
  method: 'ReloadOrRestartUnit',
  jobType: 'reload-or-restart',
  word: 'reload-or-restart',
}

/** The verbs by name; old ones are names of newer ones. */
const requests: Readonly<Record<string, UnitRequest>> = {
  start,
  stop,
  condstop: stop,
  reload,
  condreload: reload,
  restart: { method: 'RestartUnit', jobType: 'restart', word: 'restart' },
  'try-restart': tryRestart,
  condrestart: tryRestart,
  'reload-or-restart': reloadOrRestart,
  'reload-or-try-restart': reloadOrTryRestart,
  'try-reload-or-restart': reloadOrTryRestart,
  'force-reload': reloadOrTryRestart,
  isolate: start,
}

/** Asks for a job for each of the units, and waits for the jobs. */
export async function startUnits(session: Session): Promise<number> {
  const { options, verb } = session
  if (options.wait && verb !== 'start' && verb !== 'restart') {
    session.say('error', "--wait may only be used with the 'start' or 'restart' commands.")
    return 1
  }
  if (options.marked) {
    return restartMarked(session)
  }
  if (session.args.length === 0) {
    session.say('error', 'List of units to restart/reload is required.')
    return 1
  }
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const request = requests[verb] ?? start
  const suffix = verb === 'isolate' ? '.target' : undefined
  const expanded = await expandNames(session, client.value, session.args, suffix)
  if (!expanded.ok) {
    return expanded.error
  }
  const isIdle = expanded.value.expanded && request.jobType === 'start' && !options.all && !options.quiet
  if (isIdle) {
    warnOfGlob(session)
  }
  const mode = verb === 'isolate' ? 'isolate' : options.jobMode
  return requestJobs(session, client.value, request, expanded.value.names, mode)
}

function warnOfGlob(session: Session): void {
  session.say('warning', `Warning: ${paint('systemctl start called with a glob pattern.', 'red', session.look)}`)
  session.say('notice', 'Hint: unit globs expand to loaded units, so start will usually have no effect.')
  session.say('notice', '      Passing --all will also load units which are pulled in by other units.')
  session.say('notice', '      See systemctl(1) for more details.')
}

/** Starts one unit in a job mode of its own, as the verbs do that change the state of the whole system. */
export function startUnit(session: Session, client: Client, name: string, mode: string): Promise<number> {
  return requestJobs(session, client, start, [name], mode)
}

/** Asks for a job for each of the units, as the verb of that name does. */
export function requestUnits(
  session: Session,
  client: Client,
  verb: string,
  names: readonly string[],
): Promise<number> {
  return requestJobs(session, client, requests[verb] ?? start, names, session.options.jobMode)
}

async function requestJobs(
  session: Session,
  client: Client,
  request: UnitRequest,
  names: readonly string[],
  mode: string,
): Promise<number> {
  const { noBlock, wait } = session.options
  const jobs = noBlock ? undefined : listenForJobs(client)
  const ends = wait ? await listenForEnds(client) : undefined
  let status = 0
  const stopped: string[] = []
  for await (const made of inOrder(names, name => requestJob(session, client, request, name, mode))) {
    if (!made.ok) {
      status ||= exitStatusOf(made.error)
      sayRefused(session, request, made.name, made.error)
      continue
    }
    for (const line of made.transaction) {
      session.say('info', line)
    }
    if (made.outdated) {
      warnOfReload(session, made.name)
    }
    jobs?.add(made.job)
    await ends?.add(made.name)
    if (request.method === 'StopUnit') {
      stopped.push(made.name)
    }
  }
  const isGood = jobs === undefined || (await finishJobs(session, client, jobs, stopped))
  if (!isGood) {
    return 1
  }
  return (await endedWell(session, ends)) ? status : status || 1
}

async function finishJobs(
  session: Session,
  client: Client,
  jobs: JobResults,
  stopped: readonly string[],
): Promise<boolean> {
  const progress = watchProgress(session, client, jobs)
  const isGood = await reportJobs(session, client, jobs)
  progress.close()
  jobs.close()
  if (isGood && !session.options.quiet && !session.options.noWarn) {
    await warnOfTriggers(session, client, stopped)
  }
  return isGood
}

/** On a bus, signals come only after this. */
async function listenForEnds(client: Client): Promise<UnitEnds> {
  await callManager(client, 'Subscribe', {})
  return listenForUnits(client)
}

async function endedWell(session: Session, ends: UnitEnds | undefined): Promise<boolean> {
  const how = ends === undefined ? 'good' : await ends.finished()
  if (how === 'lost') {
    session.say('error', 'Failed to wait for units: Connection reset by peer')
  }
  return how === 'good'
}

type Made =
  | {
      readonly ok: true
      readonly name: string
      readonly job: string
      /** Lines about all jobs of the transaction, with -T. */
      readonly transaction: readonly string[]
      /** Whether the unit's files have changed since they were read. */
      readonly outdated: boolean
    }
  | { readonly ok: false; readonly name: string; readonly error: BusError }

async function requestJob(
  session: Session,
  client: Client,
  request: UnitRequest,
  name: string,
  mode: string,
): Promise<Made> {
  const made = session.options.showTransaction
    ? await enqueueJob(client, request, name, mode)
    : await callPlainly(client, request, name, mode)
  if (!made.ok) {
    return { ok: false, name, error: made.error }
  }
  const outdated = await client.get(unitPath(name), unitInterface, 'NeedDaemonReload')
  return { ok: true, name, ...made.value, outdated: outdated.ok && outdated.value }
}

type Job = Result<{ readonly job: string; readonly transaction: readonly string[] }, BusError>

async function callPlainly(client: Client, { method }: UnitRequest, name: string, mode: string): Promise<Job> {
  const reply = await callManager(client, method, { name, mode })
  return reply.ok ? ok({ job: reply.value.job, transaction: [] }) : reply
}

async function enqueueJob(client: Client, { jobType }: UnitRequest, name: string, mode: string): Promise<Job> {
  const reply = await callManager(client, 'EnqueueUnitJob', { name, job_type: jobType, job_mode: mode })
  if (!reply.ok) {
    return reply
  }
  const { job_id, job_path, unit_id, job_type, affected_jobs } = reply.value
  const line = (kind: string, id: number, unit: string, type: string) => `Enqueued ${kind} job ${id} ${unit}/${type}.`
  const others = affected_jobs.map(([id, , unit, , type]) => line('auxiliary', id, unit, type))
  return ok({ job: job_path, transaction: [line('anchor', job_id, unit_id, job_type), ...others] })
}

/** Exit statuses of init scripts for what a manager may say (LSB 3.0, "Init Script Actions"). */
const exitStatuses: Readonly<Record<string, number>> = {
  'org.freedesktop.DBus.Error.AccessDenied': 4,
  'org.freedesktop.systemd1.OnlyByDependency': 4,
  'org.freedesktop.systemd1.NoIsolation': 4,
  'org.freedesktop.systemd1.TransactionIsDestructive': 4,
  'org.freedesktop.systemd1.NoSuchUnit': 5,
  'org.freedesktop.systemd1.JobTypeNotApplicable': 3,
  'org.freedesktop.DBus.Error.NotSupported': 3,
  'org.freedesktop.systemd1.LoadFailed': 6,
}

function exitStatusOf({ name }: BusError): number {
  return exitStatuses[name] ?? 1
}

/** Faults that say it all; for others the log tells more. */
const plainFaults = [
  'org.freedesktop.systemd1.NoSuchUnit',
  'org.freedesktop.systemd1.UnitMasked',
  'org.freedesktop.systemd1.JobTypeNotApplicable',
]

function sayRefused(session: Session, { word }: UnitRequest, name: string, error: BusError): void {
  session.say('error', `Failed to ${word} ${name}: ${describeError(error)}`)
  if (plainFaults.includes(error.name)) {
    return
  }
  const [logs, user] = session.options.scope === 'system' ? ['system', ''] : ['user', ' --user']
  const dashes = name.startsWith('-') ? ' --' : ''
  session.say('error', `See ${logs} logs and 'systemctl${user} status${dashes} ${name}' for details.`)
}

/** The unit's files are other ones by now. */
export function warnOfReload(session: Session, name: string): void {
  const user = session.options.scope === 'system' ? '' : ' --user'
  session.say(
    'warning',
    `Warning: The unit file, source configuration file or drop-ins of ${name} changed on disk. Run 'systemctl${user} daemon-reload' to reload units.`,
  )
}

/** Jobs for all units that are marked as needing one. */
async function restartMarked(session: Session): Promise<number> {
  if (session.args.length > 0) {
    session.say('error', "No additional arguments allowed with 'reload-or-restart --marked'.")
    return 1
  }
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const jobs = session.options.noBlock ? undefined : listenForJobs(client.value)
  const reply = await callManager(client.value, 'EnqueueMarkedJobs', {})
  if (!reply.ok) {
    return refuse(session, 'Failed to start jobs', reply.error)
  }
  for (const job of reply.value.jobs) {
    jobs?.add(job)
  }
  return jobs === undefined || (await finishJobs(session, client.value, jobs, [])) ? 0 : 1
}
