// What is recorded of the stock systemctl, said by our client to our manager on a machine in memory.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { keyOf, type Recorded } from '../../scripts/record-cli/invocation.ts'
import { mask, maskDay } from '../../scripts/record-cli/mask.ts'
import type { Running } from '../fake/running.ts'
import { runLine } from '../fake/shell/shell.ts'
import { NeedsShell } from '../fake/shell/words.ts'
import { groups } from '../parity/cli/invocations.ts'
import { bootRecorded } from '../parity/cli/machine.ts'

const folder = join(import.meta.dirname, '../parity/cli')

/** Invocations that end otherwise here, by reason. test/docker/cli.test.ts holds them against the recordings, too. */
const otherwise: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(join(folder, 'in-memory.json'), 'utf8'),
)

/** What an output says that depends neither on the machine nor on the moment. */
function clean(text: string): string {
  return (
    mask(text, ['box'])
      // What is counted per control group, which the recorded machine and this one have in part.
      .replace(/^ *(?:Tasks|Memory|CPU): <amount>\r?\n/gm, '')
      .replaceAll('CGroup: /docker/<container>', 'CGroup: ')
      // No time has passed here.
      .replace(/\bDuration: 0(?=\r?$)/gm, 'Duration: <span>')
      // Far fewer jobs were there before.
      .replace(/^(JOB|<job>) +(?=UNIT|\S+\.\w+ +\w)/gm, '$1 ')
      .replace(/^\d+ +(?=\S+\.service +\w+ +(?:running|waiting)\b)/gm, '<job> ')
  )
}

/** What a line says here, as it was recorded; a terminal ends its lines by CR LF. */
async function perform(on: Running, invocation: (typeof groups)[string][number]): Promise<Recorded> {
  const { run, columns, before, after } = invocation
  if (before !== undefined) {
    await runLine(on, before)
  }
  const { code, stdout, stderr } = await runLine(on, run, columns)
  const shown = after === undefined ? undefined : await runLine(on, after)
  const output = columns === undefined ? stdout : stdout.replaceAll('\n', '\r\n')
  return {
    run,
    ...(columns === undefined ? {} : { columns }),
    code,
    stdout: maskDay(run, clean(output)),
    stderr: clean(stderr),
    ...(shown === undefined ? {} : { after: clean(`${shown.stdout}${shown.stderr}${shown.code}`) }),
  }
}

test('the recorded command lines, answered by our manager', async () => {
  const on = await bootRecorded()
  const differing: string[] = []
  const told: unknown[] = []
  const expected = new Set(Object.values(otherwise).flat())
  let all = 0
  for (const [group, list] of Object.entries(groups)) {
    const recorded: readonly Recorded[] = JSON.parse(readFileSync(join(folder, `${group}.json`), 'utf8'))
    for (const [at, invocation] of list.entries()) {
      const wished = recorded[at]
      if (wished === undefined) {
        throw new Error(`${keyOf(invocation)} is not recorded`)
      }
      const key = `${group}: ${keyOf(invocation)}`
      all += 1
      const found = await perform(on, invocation).catch(error => {
        if (error instanceof NeedsShell) {
          return error
        }
        throw error
      })
      const same = { ...wished, stdout: maskDay(wished.run, clean(wished.stdout)) }
      if (JSON.stringify(same) === JSON.stringify(found)) {
        continue
      }
      differing.push(key)
      if (!expected.has(key)) {
        told.push(wished, found)
      }
    }
  }
  expect(told).toEqual([])
  expect([...new Set(differing)].toSorted()).toEqual([...expected].toSorted())
  expect(all - differing.length).toBeGreaterThan(480)
}, 120_000)
