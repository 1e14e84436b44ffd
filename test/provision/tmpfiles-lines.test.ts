import { describe, expect, test } from '@jest/globals'
import { ok } from '#core/base/result.ts'
import { readAge, readMode, readOwner } from '#provision/tmpfiles/fields.ts'
import { type Facts, parseTmpfiles, parseTmpfilesLine } from '#provision/tmpfiles/parse.ts'

const facts: Facts = {
  root: '',
  boot: false,
  graceful: false,
  prefixes: [],
  excluded: [],
  specifiers: letter => (letter === 'm' ? ok('machine') : undefined),
  uid: name => new Map([['root', 0]]).get(name),
  gid: name => new Map([['staff', 50]]).get(name),
  credential: name => (name === 'secret' ? 'aGk=' : undefined),
  exists: path => path === '/there',
  remark: () => undefined,
}

const read = (line: string, more: Partial<Facts> = {}) => parseTmpfilesLine(line, { ...facts, ...more })

test('a line has type, path, mode, owner, age and argument', () => {
  expect(read('f+ /run/%m/x 0640 root staff 1d  a "b"\\n ')).toEqual(
    ok({
      letter: 'f',
      path: '/run/machine/x',
      force: true,
      mayFail: false,
      replace: false,
      mayLackTarget: false,
      purge: false,
      mode: { bits: 0o640, masked: false, onlyNew: false },
      user: { id: 0, onlyNew: false },
      group: { id: 50, onlyNew: false },
      acl: null,
      age: { span: 86_400_000_000n, keepFirstLevel: false, by: expect.anything() },
      argument: 'a "b"\n',
      device: null,
    }),
  )
})

test('what is a dash or is not there says nothing', () => {
  expect(read('d /x - - - - -')).toEqual(read('d /x'))
  expect(read('d /x')).toMatchObject({ value: { mode: null, user: null, group: null, age: null, argument: null } })
})

test.each([
  ['d!= /x', { boot: true }, { replace: true }],
  ['L? /x - - - - y', {}, { mayLackTarget: true, argument: 'y' }],
  ['f^ /x - - - - secret', {}, { argument: 'aGk=' }],
  ['f^~ /x - - - - secret', {}, { argument: 'hi' }],
  ['c /x - - - - 1:3', {}, { device: { major: 1, minor: 3 } }],
  ['C /x - - - - /there', {}, { argument: '/there' }],
  ['L /x', {}, { argument: '/usr/share/factory/x' }],
  ['d /x', { root: '/root' }, { path: '/root/x' }],
  ['d$- /var/run/x//y/', {}, { path: '/run/x/y', purge: true, mayFail: true }],
  ['F /x', {}, { letter: 'f', force: true }],
  ['d /x - nobody', { graceful: true }, { user: null }],
])('%s', (line, more, expected) => {
  expect(read(line, more)).toMatchObject({ ok: true, value: expected })
})

test.each([
  ['d! /x', 'skip'],
  ['C /x - - - - /nowhere', 'skip'],
  ['f^ /x - - - - other', 'skip'],
  ['f^ /x', 'fatal'],
  ['f~ /x - - - - ?', 'fatal'],
  ['d /x 9', 'invalid'],
  ['d /x - nobody', 'invalid'],
  ['d x', 'invalid'],
  ['d /%Z', 'invalid'],
  ['k /x', 'invalid'],
  ['d', 'invalid'],
])('%s does not count: %s', (line, kind) => {
  expect(read(line)).toMatchObject({ ok: false, error: { kind } })
})

test('prefixes choose, whole names only', () => {
  const more = { prefixes: ['/a'], excluded: ['/a/b'] }
  expect(['/a', '/a/c', '/ab', '/a/b', '/a/bc'].map(path => read(`d ${path}`, more).ok)).toEqual([
    true,
    true,
    false,
    false,
    true,
  ])
})

test('modes may be masked, and for new ones only', () => {
  expect(readMode('~:0750')).toEqual(ok({ bits: 0o750, masked: true, onlyNew: true }))
  expect(readMode('0o7').ok).toBe(false)
  expect(readOwner(':7', () => undefined)).toEqual(ok({ id: 7, onlyNew: true }))
})

test('an age may say which times count; what is not said counts as usual', () => {
  const all = { files: ['a', 'b', 'c', 'm'], folders: ['a', 'b', 'm'] }
  expect(readAge('~1s')).toEqual(ok({ span: 1_000_000n, keepFirstLevel: true, by: all }))
  expect(readAge('mA:1s')).toMatchObject({ value: { by: { files: ['m'], folders: ['a'] } } })
  expect(readAge('m:1s')).toMatchObject({ value: { by: { files: ['m'], folders: all.folders } } })
  for (const text of ['  a:1s', 'a b:1s', 'ab :1s', '~ a:1s', '\ta:1s']) {
    expect(readAge(text).ok).toBe(true)
  }
  for (const text of ['a,b:1s', '~:1s', ' :1s', 'a ~:1s']) {
    expect(readAge(text).ok).toBe(false)
  }
  expect([readAge('x:1s').ok, readAge(':1s').ok, readAge('soon').ok]).toEqual([false, false, false])
})

describe('a file', () => {
  const source = (text: string, isNamed: boolean) => parseTmpfiles({ path: 'f', text, isNamed }, facts)

  test('comments and empty lines are nothing, and lines are counted', () => {
    const { items, diagnostics } = source('# d /a\n\nd /b\nbad\n d /c\r\n', false)
    expect(items.map(({ path, line }) => [path, line])).toEqual([
      ['/b', 3],
      ['/c', 5],
    ])
    expect(diagnostics).toMatchObject([{ path: 'f', line: 4, level: 'err' }])
  })

  test('only in a file that was named a fatal line ends all', () => {
    expect([source('f^ /x', true).isFatal, source('f^ /x', false).isFatal]).toEqual([true, false])
  })
})
