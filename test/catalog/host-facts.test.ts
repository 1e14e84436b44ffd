import { expect, test } from '@jest/globals'
import { readMachineId, specifierHost } from '#catalog/host-facts.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { type MachineFacts, surroundings } from '../fake/surroundings.ts'

const host = (facts: MachineFacts, mode: 'system' | 'user' = 'system') =>
  specifierHost(surroundings(facts).kernel as Kernel, mode)

test('the machine id of an image that has none yet is not told', () => {
  const id = (text: string) => readMachineId(surroundings({ files: { '/etc/machine-id': text } }).kernel.files)
  expect(id(`${'ab'.repeat(16)}\n`)).toBe('ab'.repeat(16))
  expect([id(''), id('uninitialized\n'), readMachineId(surroundings().kernel.files)]).toEqual([null, null, null])
})

test('our own account is looked up, and made up where there is none', () => {
  const files = { '/etc/passwd': 'ann:x:1000:1000::/home/ann:/bin/zsh\n', '/etc/group': 'staff:x:1000:\n' }
  expect(host({ files, host: { uid: 1000, gid: 1000 } }).user).toEqual({
    name: 'ann',
    uid: 1000,
    group: 'staff',
    gid: 1000,
    home: '/home/ann',
    shell: '/bin/zsh',
  })
  expect(host({ host: { uid: 4711, gid: 0 } }).user).toMatchObject({ name: '4711', group: 'root', home: '/' })
})

test('below a root, os-release and machine id are its own, and SYSTEMD_OS_RELEASE is a path in it', () => {
  const files = {
    '/etc/os-release': 'ID=ours\n',
    '/r/etc/os-release': 'ID=theirs\n',
    '/r/etc/other': 'ID=other\n',
    '/r/etc/machine-id': `${'ab'.repeat(16)}\n`,
  }
  const at = (root: string, environment: ReadonlyMap<string, string> = new Map()) =>
    specifierHost(surroundings({ files, host: { environment } }).kernel as Kernel, 'system', root)
  expect([at('').osRelease?.get('ID'), at('/r').osRelease?.get('ID')]).toEqual(['ours', 'theirs'])
  expect([at('').machineId, at('/r').machineId]).toEqual([null, 'ab'.repeat(16)])
  const given = new Map([['SYSTEMD_OS_RELEASE', '/etc/other']])
  expect([at('/r', given).osRelease?.get('ID'), at('', given).osRelease]).toEqual(['other', null])
})

test('os-release is read from /etc, else from /usr', () => {
  expect(host({ files: { '/usr/lib/os-release': 'ID=arch\n' } }).osRelease?.get('ID')).toBe('arch')
  expect(host({}).osRelease).toBeNull()
})

test('a user has folders after the XDG variables', () => {
  const environment = new Map([
    ['HOME', '/home/ann'],
    ['XDG_RUNTIME_DIR', '/run/user/7'],
  ])
  expect(host({ host: { environment } }, 'user').directories).toMatchObject({
    configuration: '/home/ann/.config',
    runtime: '/run/user/7',
    logs: '/home/ann/.local/state/log',
  })
})
