// What `berth doctor` says of what it found.
import { expect, test } from '@jest/globals'
import { type Facts, judge } from '#cli/berth/doctor/rules.ts'

const well: Facts = {
  pid1: { is: 'berth', name: '/sbin/init' },
  answers: true,
  container: 'docker',
  cgroup: { version: 'v2', writable: true },
  uid: 0,
  noNewPrivileges: false,
  missingCapabilities: [],
  rootReadOnly: false,
  run: { writable: true, noexec: false },
  pidsMax: null,
  memoryMaxBytes: null,
  hasMachineId: true,
  policy: null,
  stale: [],
  directives: [],
}

test('where all is well only what was detected is said', () => {
  expect(judge(well).map(({ id, level }) => [id, level])).toEqual([
    ['pid-1', 'fine'],
    ['container', 'fine'],
    ['cgroup', 'fine'],
  ])
})

test.each<[string, Partial<Facts>, string, 'note' | 'attention']>([
  ['the real systemd', { pid1: { is: 'systemd', name: 'systemd' } }, 'pid-1', 'attention'],
  ['a foreign PID 1 without a manager', { pid1: { is: 'other', name: 'sleep' }, answers: false }, 'pid-1', 'note'],
  ['a manager that does not answer', { answers: false }, 'answer', 'attention'],
  ['a machine that is no container', { container: 'none' }, 'container', 'note'],
  ['control groups that may not be made', { cgroup: { version: 'v1', writable: false } }, 'cgroup', 'note'],
  ['no control groups', { cgroup: { version: 'none', writable: false } }, 'cgroup', 'note'],
  ['a user', { uid: 1000 }, 'root', 'note'],
  ['no_new_privs', { noNewPrivileges: true }, 'no-new-privileges', 'note'],
  ['missing capabilities', { missingCapabilities: ['CAP_SETUID'] }, 'capabilities', 'note'],
  ['a read-only root', { rootReadOnly: true }, 'read-only-root', 'note'],
  ['a /run that cannot be written', { run: { writable: false, noexec: false } }, 'run', 'attention'],
  ['a /run without programs', { run: { writable: true, noexec: true } }, 'run', 'note'],
  ['few processes', { pidsMax: 40 }, 'processes', 'attention'],
  ['little memory', { memoryMaxBytes: 64 * 1024 * 1024 }, 'memory', 'attention'],
  ['no machine ID', { hasMachineId: false }, 'machine-id', 'note'],
  ['a policy that forbids', { policy: 'forbids' }, 'policy-rc.d', 'attention'],
  ['a policy that decides', { policy: 'decides' }, 'policy-rc.d', 'note'],
  ['what a manager left', { stale: ['/run/systemd/private'] }, 'stale', 'attention'],
])('%s is told', (_, facts, id, level) => {
  expect(judge({ ...well, ...facts }).find(one => one.id === id)?.level).toBe(level)
})

test('a directive that does less is told with its unit and why', () => {
  const directives = [
    { unit: 'a.service', directive: 'MemoryMax', effect: 'inert' as const, why: 'there are no groups' },
  ]
  expect(judge({ ...well, directives }).at(-1)?.text).toBe(
    'a.service: MemoryMax= has no effect here: there are no groups.',
  )
})
