/** Trees and answers as recorded from real systemd-tmpfiles and systemd-sysusers (scripts/record-provision.ts). */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Recorded } from './recording.ts'
import { replay } from './replay.ts'
import { suites } from './suites.ts'

// Owners and device nodes are root's to give.
const testAsRoot = process.getuid?.() === 0 ? test : test.skip

describe.each(Object.entries(suites))('%s', (suite, cases) => {
  const recorded: readonly Recorded[] = JSON.parse(readFileSync(join(import.meta.dirname, `${suite}.json`), 'utf8'))
  const byName = new Map(recorded.map(one => [one.name, one]))

  testAsRoot.each(cases.map(one => [one.name, one] as const))('%s', async (name, one) => {
    const { differs, ...asReal } = byName.get(name) ?? { name, answers: [], changes: [] }
    const { why: _why, ...own } = differs ?? { why: '' }
    expect(await replay(one)).toEqual({ ...asReal, ...own })
  })

  test('nothing is recorded that is not asked', () => {
    expect(recorded.map(({ name }) => name)).toEqual(cases.map(({ name }) => name))
  })
})
