/** systemctl list-machines (systemctl(1)). Containers within this one are nobody's business here: it lists this host. */

import type { Colour } from '#cli/render/colour.ts'
import { glyph } from '#cli/render/glyph.ts'
import { printTable } from '#cli/render/print-table.ts'
import { describeError } from '#cli/session/bus-message.ts'
import { getFromManager } from '#cli/session/manager-call.ts'
import type { Session } from '#cli/session/session.ts'
import { fitsAnyOrNone } from '#core/base/text/name-pattern.ts'

/** Lists this host with the state of its manager. */
export async function listMachines(session: Session): Promise<number> {
  const client = await session.manager()
  if (!client.ok) {
    return client.error
  }
  const [state, failed, jobs] = await Promise.all([
    getFromManager(client.value, 'SystemState'),
    getFromManager(client.value, 'NFailedUnits'),
    getFromManager(client.value, 'NJobs'),
  ])
  for (const answer of [state, failed, jobs]) {
    if (answer.ok) {
      continue
    }
    session.say('error', `Failed to get machine list: ${describeError(answer.error)}`)
    return 1
  }
  const { hostname } = session.kernel.host
  const isShown = fitsAnyOrNone(session.args)(hostname)
  const machine = {
    state: state.ok ? state.value : '',
    failed: failed.ok ? failed.value : 0,
    jobs: jobs.ok ? jobs.value : 0,
  }
  session.openPager()
  printMachines(session, isShown ? [{ name: hostname, ...machine }] : [])
  return 0
}

interface Machine {
  readonly name: string
  readonly state: string
  readonly failed: number
  readonly jobs: number
}

function printMachines(session: Session, machines: readonly Machine[]): void {
  const { look, options } = session
  const columns = [
    { title: '', json: null, hidden: options.plain },
    { title: 'NAME' },
    { title: 'STATE' },
    { title: 'FAILED' },
    { title: 'JOBS' },
  ]
  const rows = machines.map(({ name, state, failed, jobs }) => {
    const colour: Colour | null = state === 'running' ? 'green' : 'red'
    return {
      cells: [
        { text: state === 'running' ? ' ' : glyph('black-circle', look), colour: state === 'running' ? null : colour },
        { text: `${name} (host)` },
        { text: state, colour: state === 'running' ? null : colour },
        { text: `${failed}`, json: failed, colour: failed > 0 ? ('red' as const) : null },
        { text: `${jobs}`, json: jobs },
      ],
    }
  })
  printTable(session, { columns, rows, placeholder: '-' })
  if (options.legend === true) {
    session.print(`\n${machines.length} machines listed.\n`)
  }
}
