import { expect, test } from '@jest/globals'
import { ask, whichHold } from './ask.ts'

const files = {
  '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nwww:x:33:33::/:/bin/sh\nann:x:1000:1000::/:/bin/sh\n',
  '/etc/group': 'root:x:0:\nwww:x:33:\naudio:x:29:ann\nann:x:1000:\n',
}

test('User is a name, a number or any user of the system', () => {
  const asked = ['root', '0', 'ann', '1000', '@system', '12345678901234']
  expect(whichHold('User', asked, { files })).toEqual(['root', '0', '@system'])
  expect(whichHold('User', asked, { files, host: { uid: 1000, gid: 1000, pid: 7 } })).toEqual(['ann', '1000'])
})

test('Group looks at the supplementary groups as well', () => {
  const facts = {
    files: { ...files, '/proc/self/status': 'Groups:\t29 1000 \n' },
    host: { uid: 1000, gid: 1000, pid: 7 },
  }
  expect(whichHold('Group', ['ann', 'audio', '29', 'www', '33', 'gone'], facts)).toEqual(['ann', 'audio', '29'])
})

test('Group of the first process is root alone', () => {
  expect(whichHold('Group', ['root', '0', 'www'], { files })).toEqual(['root', '0'])
})

test('Capability looks at the bounding set', () => {
  const status = { '/proc/self/status': 'CapBnd:\t00000000a80425fb\n' }
  expect(whichHold('Capability', ['CAP_CHOWN', 'cap_chown', '0', 'CAP_SYS_ADMIN'], { files: status })).toEqual([
    'CAP_CHOWN',
    'cap_chown',
    '0',
  ])
  expect(ask('Capability', 'chown', { files: status })).toBe('EINVAL')
})

test('Environment asks for a variable, or for its value', () => {
  const variables = { A: '1', EMPTY: '' }
  expect(whichHold('Environment', ['A', 'A=1', 'A=2', 'EMPTY', 'EMPTY=', 'B', 'B='], { variables })).toEqual([
    'A',
    'A=1',
    'EMPTY',
    'EMPTY=',
  ])
})

test('Credential looks where the manager was handed credentials', () => {
  const facts = { files: { '/run/c/key': 'x' }, host: { environment: new Map([['CREDENTIALS_DIRECTORY', '/run/c']]) } }
  expect(whichHold('Credential', ['key', 'other', '../c/key', '.'], facts)).toEqual(['key'])
  expect(ask('Credential', 'key')).toBe(false)
})
