/** The status of one unit: all its lines, in their order. */

import type { TimeStyle } from '#cli/properties/style.ts'
import { linkTo } from '#cli/render/link.ts'
import type { Session } from '#cli/session/session.ts'
import type { Client } from '#control/client.ts'
import { managerPath } from '#control/object-path.ts'
import { managerInterface } from '#control/protocol/manager.ts'
import { activityLines, conditionLines } from './activity.ts'
import { type Facts, type Properties, readFacts } from './facts.ts'
import { headline, loadedLines } from './headline.ts'
import { columnsBehind, indent, labelled, labelledList } from './layout.ts'
import { commandLines, pidLines, reportLines } from './process-lines.ts'
import { type ProcessRow, processTree } from './process-tree.ts'
import { triggerLines } from './trigger-lines.ts'
import { usageLines } from './usage-lines.ts'

/** All lines but those of the log. */
export async function unitStatus(
  session: Session,
  client: Client,
  properties: Properties,
  time: TimeStyle,
): Promise<string> {
  const facts = readFacts(properties)
  const rows = await askProcesses(client, facts)
  return [
    headline(facts, session.look),
    loadedLines(session, facts),
    activityLines(session, facts, time),
    await triggerLines(session, client, facts, time),
    conditionLines(session, facts, time),
    placeLines(facts),
    labelledList(
      'Docs',
      facts.texts('Documentation').map(address => linkTo(address, address, session.look)),
    ),
    socketLines(facts),
    commandLines(session, properties),
    pidLines(session, facts),
    reportLines(session, facts),
    await usageLines(
      session,
      facts,
      rows.map(([, pid]) => pid),
    ),
    groupLines(session, facts.text('ControlGroup'), rows),
  ].join('')
}

async function askProcesses(client: Client, facts: Facts): Promise<readonly ProcessRow[]> {
  if (facts.text('ControlGroup') === '') {
    return []
  }
  const reply = await client.invoke(managerPath, managerInterface, 'GetUnitProcesses', { name: facts.text('Id') })
  return reply.ok ? reply.value.processes : []
}

/** What a device or a mount stands for. */
function placeLines(facts: Facts): string {
  return (
    [
      ['Device', 'SysFSPath'],
      ['Where', 'Where'],
      ['What', 'What'],
    ] as const
  )
    .map(([label, name]) => (facts.text(name) === '' ? '' : labelled(label, facts.text(name))))
    .join('')
}

function socketLines(facts: Facts): string {
  const listen = (facts.value('Listen', 'a(ss)') as readonly (readonly [string, string])[] | undefined) ?? []
  const addresses = labelledList(
    'Listen',
    listen.map(([type, address]) => `${address} (${type})`),
  )
  if (!facts.isTrue('Accept')) {
    return addresses
  }
  const refused = facts.number('NRefused')
  const counts = [`Accepted: ${facts.number('NAccepted')}`, `Connected: ${facts.number('NConnections')}`]
  if (refused > 0) {
    counts.push(`Refused: ${refused}`)
  }
  return `${addresses}   ${counts.map(count => `${count};`).join(' ')}\n`
}

/** The control group and the processes in it. */
function groupLines(session: Session, path: string, rows: readonly ProcessRow[]): string {
  if (path === '') {
    return ''
  }
  const columns = columnsBehind(session, indent.length)
  return labelled('CGroup', path) + processTree(rows, path, { look: session.look, margin: indent, columns })
}
