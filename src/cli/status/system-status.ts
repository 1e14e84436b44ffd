/** The status of the system as a whole: what its manager says of itself, and all processes there are. */

import type { TimeStyle } from '#cli/properties/style.ts'
import { type Colour, paint } from '#cli/render/colour.ts'
import { glyph } from '#cli/render/glyph.ts'
import type { Session } from '#cli/session/session.ts'
import type { Client } from '#control/client.ts'
import { managerPath } from '#control/object-path.ts'
import { managerInterface } from '#control/protocol/manager.ts'
import { describeTime } from './activity.ts'
import { type Facts, type Properties, readFacts } from './facts.ts'
import { columnsBehind } from './layout.ts'
import { processTree } from './process-tree.ts'

const labelWidth = 9
const margin = ' '.repeat(labelWidth + 2)

const labelled = (label: string, text: string): string => `${label.padStart(labelWidth)}: ${text}\n`

export async function systemStatus(
  session: Session,
  client: Client,
  properties: Properties,
  time: TimeStyle,
): Promise<string> {
  const { look, kernel } = session
  const facts = readFacts(properties)
  const state = facts.text('SystemState')
  const colour = stateColour(state)
  const since = describeTime(session, facts.amount('UserspaceTimestamp'), time)
  const failed = facts.number('NFailedUnits')
  const tainted = facts.text('Tainted')
  return [
    `${paint(glyph('black-circle', look), colour, look)} ${kernel.host.hostname}\n`,
    labelled('State', paint(state, colour, look)),
    labelled('Units', `${facts.number('NNames')} loaded (incl. loaded aliases)`),
    labelled('Jobs', `${facts.number('NJobs')} queued`),
    labelled('Failed', `${failed} unit${failed === 1 ? '' : 's'}`),
    labelled('Since', since ?? 'n/a'),
    labelled('systemd', facts.text('Version')),
    tainted === '' ? '' : labelled('Tainted', paint(tainted, 'yellow', look)),
    await groupLines(session, client, facts),
  ].join('')
}

function stateColour(state: string): Colour | null {
  if (state === 'running') {
    return 'green'
  }
  return state === 'initializing' || state === 'starting' ? 'yellow' : 'red'
}

async function groupLines(session: Session, client: Client, facts: Facts): Promise<string> {
  const path = facts.text('ControlGroup')
  const reply = await client.invoke(managerPath, managerInterface, 'GetUnitProcesses', { name: '-.slice' })
  const rows = reply.ok ? reply.value.processes : []
  const columns = columnsBehind(session, margin.length)
  const shown = path === '' ? '/' : path
  return labelled('CGroup', shown) + processTree(rows, shown, { look: session.look, margin, columns })
}
