/**
 * What the real systemd-escape, systemd-analyze and systemd-delta of systemd 257 answered (scripts/record-tools.ts); ours must
 * answer the same.
 */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { suites } from './invocations.ts'
import { type Recorded, titleOf } from './recording.ts'
import { replay } from './replay.ts'

const folder = dirname(fileURLToPath(import.meta.url))

describe.each(Object.entries(suites))('%s', (suite, groups) => {
  const recorded: readonly Recorded[] = JSON.parse(readFileSync(join(folder, `${suite}.json`), 'utf8'))
  const all = recorded.flatMap(({ name, answers }) => answers.map(answer => ({ name, answer })))
  test.each(all.map(({ name, answer }) => [name, titleOf(answer.run), answer] as const))(
    '%s: %s',
    async (name, _, { differs, ...answer }) => {
      const group = groups.find(known => known.name === name) ?? { name, runs: [] }
      const { why: _why, ...ours } = differs ?? { why: '' }
      expect(await replay(group, answer.run)).toEqual({ ...answer, ...ours })
    },
  )

  test('every invocation was recorded', () => {
    const asked = groups.flatMap(({ name, runs }) => runs.map(run => [name, run]))
    expect(all.map(({ name, answer }) => [name, answer.run])).toEqual(asked)
  })
})
