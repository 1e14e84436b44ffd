import { expect, test } from '@jest/globals'
import { ok } from '#core/base/result.ts'
import { type Facts, parseTmpfiles } from '#provision/tmpfiles/parse.ts'
import { makePlan, type Plan } from '#provision/tmpfiles/plan.ts'

const facts: Omit<Facts, 'remark'> = {
  root: '',
  boot: true,
  graceful: false,
  prefixes: [],
  excluded: [],
  specifiers: () => ok(''),
  uid: () => 0,
  gid: () => 0,
  credential: () => undefined,
  exists: () => true,
}

function plan(...lines: readonly string[]): Plan {
  return makePlan(parseTmpfiles({ path: 'f', text: lines.join('\n'), isNamed: false }, facts).items)
}

const letters = (from: Plan, path: string) =>
  (from.plain.get(path) ?? from.patterns.get(path))?.items.map(({ letter }) => letter)

test('of two lines for a path that differ the first one counts', () => {
  const made = plan('d /x 0700', 'd /x 0711', 'd /x 0700')
  expect([letters(made, '/x'), made.diagnostics.map(({ line }) => line)]).toEqual([['d', 'd'], [2]])
})

test('a line that makes a path comes before those that change it', () => {
  expect(letters(plan('z /x 0600', 'Z /x - root', 'm /x 0611', 'e /x'), '/x')).toEqual(['e', 'Z', 'm', 'z'])
})

test('several writes are one after the other', () => {
  expect(letters(plan('w+ /x - - - - a', 'w+ /x - - - - b', 'w /x - - - - c'), '/x')).toEqual(['w', 'w'])
})

test('a path hangs on the nearest one above it', () => {
  const made = plan('d /a/b/c', 'd /a', 'z /a/b 0700')
  expect(made.plain.get('/a/b/c')?.parent?.path).toBe('/a/b')
  expect(made.patterns.get('/a/b')?.parent?.path).toBe('/a')
})
