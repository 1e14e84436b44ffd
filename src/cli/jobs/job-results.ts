/**
 * Waits for the jobs a command asked for, and says what became of those that failed (systemctl(1), --no-block). It listens
 * before the first job is asked for, as a job may have ended before the answer that names it is read.
 */

import type { Session } from '#cli/session/session.ts'
import type { Client } from '#control/client.ts'
import { unitPath } from '#control/object-path.ts'
import { managerInterface } from '#control/protocol/manager.ts'
import { unitInterface } from '#control/protocol/unit.ts'
import { serviceInterface } from '#control/protocol/units/service.ts'
import { quoteWord } from '#core/base/text/shell-quote.ts'
import { lastLines } from './last-lines.ts'

/** A job that has ended. */
export interface EndedJob {
  readonly job: string
  readonly unit: string
  readonly result: string
}

/** Jobs that are waited for. */
export interface JobResults {
  /** Adds a job, by its object path. */
  add(job: string): void
  /** How many have not ended. */
  readonly left: number
  /** The jobs that were added, in the order in which they end; `lost` when the manager is gone before. */
  ended(): AsyncGenerator<EndedJob | 'lost', void>
  close(): void
}

export function listenForJobs(client: Client): JobResults {
  const wanted = new Set<string>()
  const heard = new Map<string, EndedJob>()
  let lost = false
  let wake: () => void = () => undefined
  const listener = client.listen(managerInterface, 'JobRemoved', ({ job, unit, result }) => {
    heard.set(job, { job, unit, result })
    wake()
  })
  client.onLost(() => {
    lost = true
    wake()
  })
  async function* ended(): AsyncGenerator<EndedJob | 'lost', void> {
    while (wanted.size > 0) {
      const next = [...heard.values()].find(({ job }) => wanted.has(job))
      if (next !== undefined) {
        wanted.delete(next.job)
        heard.delete(next.job)
        yield next
      } else if (lost) {
        yield 'lost'
        return
      } else {
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
    }
  }
  return {
    add: job => void wanted.add(job),
    get left() {
      return wanted.size
    },
    ended,
    close: listener.close,
  }
}

/** Waits for all jobs; says which failed, and with `-T` which did not. False when one failed. */
export async function reportJobs(session: Session, client: Client, jobs: JobResults): Promise<boolean> {
  const { quiet, showTransaction } = session.options
  let isGood = true
  for await (const end of jobs.ended()) {
    if (end === 'lost') {
      session.say('error', 'Failed to wait for response: Connection reset by peer')
      return false
    }
    if (end.result === 'done' || end.result === 'skipped') {
      if (showTransaction) {
        session.say('info', `Job for ${end.unit} finished.`)
      }
      continue
    }
    isGood = false
    if (quiet) {
      continue
    }
    const [what = '', ...next] = await explainJob(session, client, end)
    session.say('error', what)
    for (const line of await quoteService(session, client, end)) {
      session.say('info', line)
    }
    for (const line of next) {
      session.say('error', line)
    }
  }
  return isGood
}

const explanations: Readonly<Record<string, (unit: string) => string>> = {
  canceled: unit => `Job for ${unit} canceled.`,
  timeout: unit => `Job for ${unit} timed out.`,
  dependency: unit => `A dependency job for ${unit} failed. See 'journalctl -xe' for details.`,
  invalid: unit => `${unit} is not active, cannot reload.`,
  assert: unit => `Assertion failed on job for ${unit}.`,
  unsupported: unit => `Operation on or unit type of ${unit} not supported on this system.`,
  collected: unit => `Queued job for ${unit} was garbage collected.`,
  once: unit => `Unit ${unit} was started already once and can't be started again.`,
  frozen: unit => `Cannot perform operation on frozen unit ${unit}.`,
  concurrency: unit => `Concurrency limit of a slice unit ${unit} is contained in has been reached.`,
}

/** Why a service's job failed, by its Result=. */
const reasons: Readonly<Record<string, string>> = {
  resources: 'of unavailable resources or another system error',
  protocol: 'the service did not take the steps required by its unit configuration',
  timeout: 'a timeout was exceeded',
  'exit-code': 'the control process exited with error code',
  signal: 'a fatal signal was delivered to the control process',
  'core-dump': 'a fatal signal was delivered causing the control process to dump core',
  watchdog: 'the service failed to send watchdog ping',
  'start-limit-hit': 'start of the service was attempted too often',
}

async function explainJob(session: Session, client: Client, { unit, result }: EndedJob): Promise<readonly string[]> {
  const known = explanations[result]
  if (known !== undefined) {
    return [known(unit)]
  }
  if (!unit.endsWith('.service')) {
    return ['Job failed. See "journalctl -xe" for details.']
  }
  const { systemctl, journalctl } = commandsFor(session)
  const service = await client.get(unitPath(unit), serviceInterface, 'Result')
  const reason = service.ok ? reasons[service.value] : undefined
  const quoted = quoteWord(unit)
  return [
    `Job for ${unit} failed${reason === undefined ? '' : ` because ${reason}`}.`,
    `See "${systemctl} status ${quoted}" and "${journalctl} -xeu ${quoted}" for details.`,
    ...(service.ok && service.value === 'start-limit-hit'
      ? [
          `To force a start use "${systemctl} reset-failed ${quoted}"`,
          `followed by "${systemctl} start ${quoted}" again.`,
        ]
      : []),
  ]
}

const quotedLines = 8

/** What a service said in the run that failed: for people, since programs expect systemd's words and no more. */
async function quoteService(session: Session, client: Client, { unit, result }: EndedJob): Promise<readonly string[]> {
  if (result !== 'failed' || !session.streams.errors.isTerminal) {
    return []
  }
  const began = await client.get(unitPath(unit), unitInterface, 'InactiveExitTimestamp')
  const lines = await lastLines(client, unit, quotedLines)
  const ofThisRun = lines.filter(({ realtime }) => began.ok && realtime >= began.value)
  return ofThisRun.map(({ identifier, pid, text }) => `    ${identifier}${pid === 0 ? '' : `[${pid}]`}: ${text}`)
}

/** How the user calls systemctl and journalctl for the same manager. */
function commandsFor({ options: { scope, transport } }: Session): { systemctl: string; journalctl: string } {
  const user = scope === 'system' ? '' : ' --user'
  const where =
    transport.to === 'host' ? ` -H ${transport.host}` : transport.to === 'machine' ? ` -M ${transport.machine}` : ''
  return { systemctl: `systemctl${user}${where}`, journalctl: `journalctl${user}${where}` }
}
