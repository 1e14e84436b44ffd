/** systemctl list-jobs (systemctl(1)). */

import { paint } from '#cli/render/colour.ts'
import { glyph } from '#cli/render/glyph.ts'
import { type Row, renderTable, tableStyle } from '#cli/render/table.ts'
import { callManager, refuse } from '#cli/session/manager-call.ts'
import type { Session } from '#cli/session/session.ts'
import type { Client } from '#control/client.ts'
import { fitsAnyOrNone } from '#core/base/text/name-pattern.ts'

interface ListedJob {
  readonly id: number
  readonly unit: string
  readonly type: string
  readonly state: string
}

/** Lists the jobs of units that fit one of the patterns; with --after and --before what waits for what. */
export async function listJobs(session: Session): Promise<number> {
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const reply = await callManager(client.value, 'ListJobs', {})
  if (!reply.ok) {
    return refuse(session, 'Failed to list jobs', reply.error)
  }
  const all = reply.value.jobs.map(([id, unit, type, state]): ListedJob => ({ id, unit, type, state }))
  const fits = fitsAnyOrNone(session.args)
  const jobs = all.filter(({ unit }) => fits(unit))
  session.openPager()
  if (jobs.length === 0) {
    const text = all.length === 0 ? 'No jobs running.' : 'No jobs listed.'
    if (session.options.legend) {
      session.print(`${paint(text, 'green', session.look)}\n`)
    }
    return 0
  }
  return printJobs(session, client.value, jobs)
}

async function printJobs(session: Session, client: Client, jobs: readonly ListedJob[]): Promise<number> {
  const { look, options } = session
  const rows: Row[] = []
  for (const job of jobs) {
    const colour = job.state === 'running' ? 'bold' : null
    rows.push({
      cells: [{ text: `${job.id}` }, { text: job.unit, colour }, { text: job.type }, { text: job.state, colour }],
    })
    if (options.after) {
      rows.push(...(await relatedRows(session, client, job.id, 'GetJobAfter', 'blocking job')))
    }
    if (options.before) {
      rows.push(...(await relatedRows(session, client, job.id, 'GetJobBefore', 'waiting for job')))
    }
  }
  const columns = ['JOB', 'UNIT', 'TYPE', 'STATE'].map(title => ({ title }))
  session.print(renderTable({ columns, rows, placeholder: '-' }, tableStyle(session)))
  if (options.legend) {
    session.print(`\n${paint(`${jobs.length} jobs listed`, 'bold', look)}.\n`)
  }
  return 0
}

async function relatedRows(
  { look }: Session,
  client: Client,
  id: number,
  method: 'GetJobAfter' | 'GetJobBefore',
  what: string,
): Promise<readonly Row[]> {
  const reply = await callManager(client, method, { id })
  const jobs = reply.ok ? reply.value.jobs : []
  return jobs.map(([other, unit, type]) => ({
    cells: [
      { text: glyph('tree-right', look) },
      { text: `\t${what} ${other} (${unit}/${type})` },
      { text: '' },
      { text: '' },
    ],
  }))
}
