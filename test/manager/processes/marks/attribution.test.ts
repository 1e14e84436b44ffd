import { expect, test } from '@jest/globals'
import type { ProcessEntry } from '#kernel/processes/processes-api.ts'
import { attribute, type Facts } from '#manager/processes/marks/attribution.ts'

const unmarked = 2n ** 64n - 1n
const marks = new Map([
  [100n, 'a.service'],
  [90n, 'b.service'],
])

/** [pid, parent, session, mark]; the manager is 1. */
type Row = readonly [number, number, number, bigint]

function whose(rows: readonly Row[], facts: Partial<Facts> = {}) {
  const entries = new Map<number, ProcessEntry>(
    rows.map(([pid, parent, session, mark]) => [pid, { pid, parent, session, mark, startTime: 1n, zombie: false }]),
  )
  const ownerOf = attribute(
    {
      self: 1,
      known: () => undefined,
      marked: mark => marks.get(mark),
      isStray: mark => mark < 1000n && !marks.has(mark),
      began: () => undefined,
      ofUser: () => undefined,
      ...facts,
    },
    pid => entries.get(pid),
  )
  return (pid: number) => {
    const entry = entries.get(pid)
    return entry === undefined ? undefined : ownerOf(entry)
  }
}

test('a process belongs to the unit whose mark it carries, also when its parents are gone', () => {
  expect(whose([[9, 1, 7, 100n]])(9)).toEqual({ unit: 'a.service', by: 'mark' })
})

test('a process that nobody marked, started from outside, is nobody’s', () => {
  expect(whose([[9, 0, 9, unmarked]])(9)).toBeNull()
})

test('what we started is the unit’s; a main process that another unit started stays with that one', () => {
  const known = () => 'b.service'
  expect(whose([[9, 1, 9, unmarked]], { known })(9)).toEqual({ unit: 'b.service', by: 'started' })
  expect(whose([[9, 1, 9, 100n]], { known })(9)).toEqual({ unit: 'a.service', by: 'started' })
})

test.each([
  ['another unit’s', 90n],
  ['none at all', 0n],
  ['one that only CAP_SYS_RESOURCE can put back', unmarked],
])('a descendant stays with its ancestors’ unit, whatever mark it gave itself: %s', (_, mark) => {
  const owner = whose([
    [7, 1, 7, 100n],
    [8, 7, 7, mark],
    [9, 8, 9, mark],
  ])
  expect(owner(9)).toEqual({ unit: 'a.service', by: 'ancestry' })
})

test('an orphan stays with the unit whose session it was born into', () => {
  const owner = whose([
    [7, 1, 7, 100n],
    [9, 1, 7, 90n],
  ])
  expect(owner(9)).toEqual({ unit: 'a.service', by: 'session' })
  const began = (session: number) => (session === 5 ? 'b.service' : undefined)
  expect(whose([[9, 1, 5, 0n]], { began })(9)).toEqual({ unit: 'b.service', by: 'session' })
})

test('an orphan in a session of its own with a mark of nobody goes with the unit that runs as its user', () => {
  const ofUser = () => 'a.service'
  expect(whose([[9, 1, 8, 0n]], { ofUser })(9)).toEqual({ unit: 'a.service', by: 'user' })
  expect(whose([[9, 1, 8, unmarked]], { ofUser })(9)).toBeNull()
  expect(whose([[9, 1, 8, 0n]])(9)).toBeNull()
})

test('numbers that were used anew while the list was made lead nowhere instead of round in a circle', () => {
  const owner = whose([
    [8, 9, 9, unmarked],
    [9, 8, 8, unmarked],
  ])
  expect(owner(8)).toBeNull()
})
