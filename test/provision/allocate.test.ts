import { expect, test } from '@jest/globals'
import { ok } from '#core/base/result.ts'
import { allocate } from '#provision/sysusers/allocate.ts'
import type { Database, Table } from '#provision/sysusers/database.ts'
import { mergeItems } from '#provision/sysusers/merge.ts'
import { parseSysusers } from '#provision/sysusers/parse.ts'

const table = (...rows: readonly string[]): Table => ({
  path: '',
  isThere: true,
  rows: rows.map(row => ({ name: row.split(':')[0] ?? '', fields: row.split(':') })),
})
const database: Database = {
  passwd: table('root:x:0:0', 'ann:x:9:9'),
  group: table('root:x:0:', 'ann:x:9:', 'old:x:8:'),
  shadow: table(),
  gshadow: table(),
}

/** What is made of lines, with numbers 1 to 10 to choose from. */
function made(...lines: readonly string[]) {
  const parsed = parseSysusers({ path: 'f', text: lines.join('\n'), isNamed: false }, () => ok('value'))
  const { users, groups, ranges } = mergeItems(parsed.items)
  const said: string[] = []
  const chosen = allocate(users, groups, {
    database,
    ranges: ranges.length > 0 ? ranges : [{ first: 1, last: 10 }],
    owner: path => (path === '/file' ? { uid: 5, gid: 6 } : undefined),
    say: (level, line) => void (level === 'error' && said.push(line)),
  })
  return {
    users: chosen.users.map(({ item, uid, gid }) => `${item.name} ${uid}:${gid}`),
    groups: chosen.groups.map(({ name, gid }) => `${name} ${gid}`),
    said,
  }
}

test('numbers come from above, groups first; nobody gets one that is taken in either file', () => {
  expect(made('u a', 'g b', 'u c')).toEqual({ users: ['a 7:7', 'c 6:6'], groups: ['b 10', 'a 7', 'c 6'], said: [] })
})

test('a number may be asked for, or be that of the owner of a file', () => {
  expect(made('u a 3', 'u b /file').users).toEqual(['a 3:3', 'b 5:6'])
  expect(made('g c /file', 'g d /none').groups).toEqual(['c 6', 'd 10'])
})

test('one that is taken is no answer', () => {
  expect(made('u a 9').users).toEqual(['a 10:10'])
})

test('a group that is named has to be there', () => {
  expect(made('u a 3:old', 'u b 4:8')).toMatchObject({ users: ['a 3:8', 'b 4:8'], groups: [] })
  expect(made('u a 3:none', 'u b 4:77')).toMatchObject({
    users: [],
    said: ['Group none not found.', 'Failed to create b: please create GID 77'],
  })
})

test('ranges end', () => {
  expect(made('r - 3-4', 'u a', 'u b', 'u c')).toEqual({
    users: ['a 4:4', 'b 3:3'],
    groups: ['a 4', 'b 3'],
    said: ['No free group ID available for c.'],
  })
})

test('members are made when they are not there', () => {
  expect(made('m new club')).toMatchObject({ users: ['new 7:7'], groups: ['club 10', 'new 7'] })
})

test('of two lines for a name the first one counts', () => {
  const { items } = parseSysusers({ path: 'f', text: 'u a 1\nu a 2\nu! a 1', isNamed: false }, () => ok(''))
  const merged = mergeItems(items)
  expect(merged.users).toMatchObject([{ uid: { id: 1 } }])
  expect(merged.diagnostics.map(({ line }) => line)).toEqual([2])
})
