// A manager beside a PID 1 that is somebody else's (docs/decisions/0011-a-manager-beside-a-foreign-pid-1.md).
import { afterEach, expect, test } from '@jest/globals'
import { foreignRounds } from './foreign-rounds.ts'
import { boot, type Machine, type MachineOptions, systemctl } from './machine.ts'

const sleeps = '[Service]\nExecStart=/bin/sleep infinity\n'
const units = {
  'a.service': sleeps,
  'again.service': '[Service]\nExecStart=/bin/sleep infinity\nRestart=always\nRestartSec=0\n',
  'once.service': '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/sh -c "echo once >> /mnt/ran"\n',
  'fails.service': '[Service]\nType=oneshot\nExecStart=/bin/false\n',
  'wanted.service': sleeps,
}
let machine: Machine | undefined

afterEach(async () => {
  await machine?.end()
  machine = undefined
})

async function foreign(options: MachineOptions = {}): Promise<Machine> {
  machine = boot({
    units,
    boots: ['wanted.service'],
    program: '/bin/sh',
    args: ['-c', 'echo up; exec /bin/sleep infinity'],
    ...options,
  })
  await machine.line(/^up$/)
  return machine
}

/** The managers that live, by pid. */
function managers(m: Machine): readonly string[] {
  const { out } = m.run('ps', '-eo', 'pid=,stat=,args=')
  return out.split('\n').flatMap(line => {
    const [, pid = '', stat = ''] = /^\s*(\d+)\s+(\S+)\s.*--beside=/.exec(line) ?? []
    return pid === '' || stat.startsWith('Z') ? [] : [pid]
  })
}

function kill(m: Machine): void {
  const [pid = ''] = managers(m)
  m.run('kill', '-KILL', pid)
}

test('questions alone are answered without a manager', async () => {
  const m = await foreign()
  expect(m.ctl('is-active', 'a')).toMatchObject({ code: 3, out: 'inactive\n' })
  expect(m.ctl('is-active', 'sysinit.target').code).toBe(0)
  expect(m.ctl('show', '-P', 'LoadState', 'a', 'nothing').out).toBe('loaded\n\nnot-found\n')
  expect(m.ctl('status', 'a')).toMatchObject({ code: 3, out: expect.stringContaining('Active: inactive (dead)') })
  expect(m.ctl('is-enabled', 'a')).toMatchObject({ code: 0, out: 'static\n' })
  expect(m.ctl('list-unit-files', 'a.service').code).toBe(0)
  expect(m.ctl('is-system-running')).toMatchObject({ code: 1, out: 'offline\n' })
  expect(m.ctl('stop', 'a').code).toBe(0)
  expect(m.ctl('daemon-reload').code).toBe(0)
  expect(managers(m)).toEqual([])
})

test('the first start brings a manager that boots nothing, in a session of its own, with nothing of the caller', async () => {
  const m = await foreign({ environment: { FIRST: 'yes' } })
  expect(m.run('env', 'CALLER=1', systemctl, 'start', 'a')).toMatchObject({ code: 0, err: '' })
  const [pid = ''] = managers(m)
  expect(m.ctl('is-active', 'a', 'wanted', 'basic.target').out).toBe('active\ninactive\nactive\n')
  expect(m.ctl('is-system-running').out).toBe('running\n')
  const told = m.run('sh', '-c', `ps -o sid= -p ${pid}; readlink /proc/${pid}/cwd /proc/${pid}/fd/[012]`).out
  expect(told.split('\n').map(line => line.trim())).toEqual([pid, '/', '/dev/null', '/dev/null', '/dev/null', ''])
  const environment = m.ctl('show-environment').out
  expect(environment).toContain('FIRST=yes')
  expect(environment).not.toContain('CALLER')
  expect(m.ctl('start', 'default.target').code).toBe(0)
  expect(m.ctl('is-active', 'wanted').out).toBe('active\n')
})

test('of 20 commands at once one starts the manager, and each unit is started once', async () => {
  const m = await foreign()
  const { code } = m.run('sh', '-c', `for i in $(seq 20); do ${systemctl} start once a & done; wait`)
  expect(code).toBe(0)
  expect(managers(m)).toHaveLength(1)
  expect(m.run('cat', '/mnt/ran').out).toBe('once\n')
  expect(m.ctl('show', '-P', 'NRestarts', 'a').out).toBe('0\n')
})

test('a killed manager is followed by one that knows what it knew, and takes over what runs', async () => {
  const m = await foreign()
  m.ctl('start', 'a', 'once', 'again')
  m.ctl('start', 'fails')
  const pid = m.show('MainPID', 'a')
  const other = m.show('MainPID', 'again')
  kill(m)
  expect(m.ctl('is-active', 'a', 'once', 'fails').out).toBe('active\nactive\nfailed\n')
  expect(m.show('MainPID', 'a')).toBe(pid)
  expect(m.show('Result', 'fails')).toBe('exit-code')
  expect(managers(m)).toHaveLength(1)
  // What it cannot wait for as its child it sees end, and it goes on as Restart= says.
  m.run('kill', other)
  expect(m.ctl('stop', 'a').code).toBe(0)
  expect(m.run('sh', '-c', `while [ "$(${systemctl} show -P MainPID again)" = ${other} ]; do :; done`).code).toBe(0)
  expect(m.ctl('is-active', 'again', 'a').out).toBe('active\ninactive\n')
  expect(m.run('cat', '/mnt/ran').out).toBe('once\n')
})

test('what ended while nobody looked has ended, how is not known', async () => {
  const m = await foreign()
  m.ctl('start', 'a')
  const pid = m.show('MainPID', 'a')
  kill(m)
  m.run('kill', pid)
  expect(m.ctl('status', 'a')).toMatchObject({ code: 3, out: expect.stringContaining('how it ended is not known') })
  expect(m.ctl('is-active', 'a').out).toBe('inactive\n')
})

test('halt stops all services and ends the manager; the next start begins anew', async () => {
  const m = await foreign()
  m.ctl('start', 'a', 'once')
  const pid = m.show('MainPID', 'a')
  const [first = ''] = managers(m)
  expect(m.ctl('halt').code).toBe(0)
  expect(m.run('sh', '-c', `while ! grep -qs 'State:.Z' /proc/${first}/status; do :; done`).code).toBe(0)
  expect(m.run('test', '-d', `/proc/${pid}`).code).toBe(1)
  expect(m.ctl('is-active', 'a', 'once').out).toBe('inactive\ninactive\n')
  expect(managers(m)).toEqual([])
  expect(m.ctl('start', 'a').code).toBe(0)
  expect(m.ctl('is-active', 'a', 'once').out).toBe('active\ninactive\n')
})

test('users start no manager, and may ask one that is there', async () => {
  const m = await foreign()
  const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', systemctl]
  expect(m.run(...asNobody, 'start', 'a')).toMatchObject({
    code: 1,
    err: expect.stringContaining('System has not been booted with systemd'),
  })
  expect(managers(m)).toEqual([])
  m.ctl('start', 'a')
  expect(m.run(...asNobody, 'is-active', 'a').out).toBe('active\n')
  expect(m.run(...asNobody, 'stop', 'a').code).not.toBe(0)
  expect(m.ctl('is-active', 'a').out).toBe('active\n')
})

test('what an image layer left behind is not believed: a lock of another user, a ledger, sockets, a PID', async () => {
  const before = `
mkdir -p $new/run/systemd/system
echo 1 > $new/run/systemd/berth.lock
chown 65534 $new/run/systemd/berth.lock
echo BERTHLED > $new/run/systemd/berth-000000000000-1-1.ledger
: > $new/run/systemd/private
`
  const m = await foreign({ before })
  expect(m.ctl('is-active', 'a').out).toBe('inactive\n')
  expect(m.ctl('start', 'a').code).toBe(0)
  expect(managers(m)).toHaveLength(1)
  expect(m.run('stat', '-c', '%u', '/run/systemd/berth.lock').out).toBe('0\n')
})

test.each([
  ['is cut off', 'truncate -s 8388700', 'is not whole'],
  ['is another user\u2019s', 'chown 65534', ''],
])('a ledger that %s is not believed', async (_what, damage, said) => {
  const m = await foreign()
  m.ctl('start', 'once')
  kill(m)
  m.run('sh', '-c', `${damage} /run/systemd/berth-*.ledger`)
  expect(m.ctl('start', 'a').code).toBe(0)
  expect(m.ctl('is-active', 'a').out).toBe('active\n')
  expect(m.ctl('is-active', 'once').out).toBe('inactive\n')
  expect(m.ctl('status', 'init.scope').out).toContain(said)
  expect(m.run('sh', '-c', 'stat -c %u /run/systemd/berth-*.ledger').out).toBe('0\n')
  expect(managers(m)).toHaveLength(1)
})

test('whenever it is killed, there are never two managers, and no service is started twice or lost', async () => {
  expect(await foreignRounds(3, () => undefined)).toMatchObject({ rounds: 3, faults: [] })
}, 120_000)
