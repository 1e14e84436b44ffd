/** Lines on what a unit uses: traffic, tasks, memory, processor time. */
import { paint } from '#cli/render/colour.ts'
import type { Session } from '#cli/session/session.ts'
import { formatBytes } from '#core/base/text/bytes.ts'
import { formatSpan, usecPerMsec } from '#core/calendar/span.ts'
import { type Facts, notKnown } from './facts.ts'
import { labelled } from './layout.ts'
import { measureProcesses } from './process-usage.ts'

/** The lines; `pids` are the processes of the unit, which are looked at where nobody counts for them. */
export async function usageLines(session: Session, facts: Facts, pids: readonly number[]): Promise<string> {
  const counted = facts.amount('MemoryCurrent') !== notKnown || facts.amount('CPUUsageNSec') !== notKnown
  const seen = counted || pids.length === 0 ? undefined : await measureProcesses(session.kernel, pids)
  const known = (name: string, instead: bigint | undefined): bigint => {
    const value = facts.amount(name)
    return value === notKnown || facts.value(name, 't') === undefined ? (instead ?? notKnown) : value
  }
  const cpu = known('CPUUsageNSec', seen === undefined ? undefined : seen.cpuUsec * 1000n)
  return [
    trafficLine('IP', facts, ['IPIngressBytes', 'IPEgressBytes'], ['in', 'out']),
    trafficLine('IO', facts, ['IOReadBytes', 'IOWriteBytes'], ['read', 'written']),
    taskLine(session, facts, known('TasksCurrent', seen?.tasks)),
    storeLine(session, facts),
    memoryLine(facts, known('MemoryCurrent', seen?.memoryBytes)),
    cpu === notKnown ? '' : labelled('CPU', formatSpan(cpu / 1000n, usecPerMsec)),
  ].join('')
}

type Two = readonly [string, string]

function trafficLine(label: string, facts: Facts, names: Two, words: Two): string {
  const texts = names.map(name => (facts.value(name, 't') === undefined ? undefined : formatBytes(facts.amount(name))))
  if (texts.some(text => text === undefined)) {
    return ''
  }
  return labelled(label, `${texts[0]} ${words[0]}, ${texts[1]} ${words[1]}`)
}

function taskLine({ look }: Session, facts: Facts, tasks: bigint): string {
  if (tasks === notKnown) {
    return ''
  }
  const limit = facts.amount('TasksMax')
  const shown = limit === notKnown ? '' : paint(` (limit: ${limit})`, 'grey', look)
  return labelled('Tasks', `${tasks}${shown}`)
}

/** Descriptors a service left with the manager. */
function storeLine({ look }: Session, facts: Facts): string {
  const [kept, most] = [facts.number('NFileDescriptorStore'), facts.number('FileDescriptorStoreMax')]
  if (kept === 0 && most === 0) {
    return ''
  }
  return labelled('FD Store', `${kept}${paint(` (limit: ${most})`, 'grey', look)}`)
}

/** What is said of memory, with the amount that says nothing. */
const memoryFigures: readonly (readonly [property: string, word: string, nothing: bigint])[] = [
  ['MemoryMin', 'min', 0n],
  ['MemoryLow', 'low', 0n],
  ['MemoryHigh', 'high', notKnown],
  ['MemoryMax', 'max', notKnown],
  ['MemorySwapMax', 'swap max', notKnown],
  ['MemoryZSwapMax', 'zswap max', notKnown],
  ['MemoryLimit', 'limit', notKnown],
  ['MemoryAvailable', 'available', notKnown],
  ['MemoryPeak', 'peak', notKnown],
  ['MemorySwapCurrent', 'swap', 0n],
  ['MemorySwapPeak', 'swap peak', 0n],
  ['MemoryZSwapCurrent', 'zswap', 0n],
]

function memoryLine(facts: Facts, memory: bigint): string {
  if (memory === notKnown) {
    return ''
  }
  const isLimited = ['MemoryHigh', 'MemoryMax'].some(name => facts.amount(name) !== notKnown)
  const more = memoryFigures.flatMap(([name, word, nothing]) => {
    const amount = facts.amount(name)
    const isSaid = facts.value(name, 't') !== undefined && amount !== nothing && amount !== notKnown
    return isSaid && (name !== 'MemoryAvailable' || isLimited) ? [`${word}: ${formatBytes(amount)}`] : []
  })
  return labelled('Memory', `${formatBytes(memory)}${more.length === 0 ? '' : ` (${more.join(', ')})`}`)
}
