/** `berth doctor`: what was detected, what works less well here, and why. */
import type { Call } from '#cli/call.ts'
import { lookAround } from './facts.ts'
import { type Finding, judge } from './rules.ts'

/** The exit status: 1 where something needs attention, 2 where the command was not understood. */
export async function examine(call: Call, args: readonly string[]): Promise<number> {
  const { streams, connectBus } = call
  const wrong = args.find(argument => argument !== '--json')
  if (wrong !== undefined) {
    streams.errors.write(`Not understood: ${wrong}. There is --json.\n`)
    return 2
  }
  const client = await connectBus({ scope: 'system', transport: { to: 'local' }, wish: 'reach' }, 'manager')
  if (client.ok) {
    client.value.close()
  }
  const facts = lookAround(call, client.ok)
  const findings = judge(facts)
  streams.output.write(args.includes('--json') ? `${JSON.stringify({ findings, facts }, null, 2)}\n` : say(findings))
  return findings.some(({ level }) => level === 'attention') ? 1 : 0
}

const marks: Readonly<Record<Finding['level'], string>> = { fine: ' ', note: '-', attention: '!' }

function say(findings: readonly Finding[]): string {
  const lines = findings.map(({ level, text }) => `${marks[level]} ${text}\n`)
  const count = findings.filter(({ level }) => level === 'attention').length
  return `${lines.join('')}\n${count === 0 ? 'All is well.' : `${count} of these (!) need attention.`}\n`
}
