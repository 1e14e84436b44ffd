// The whole life of the manager: how it begins, what cannot end it, and how it ends.
import { afterEach, expect, test } from '@jest/globals'
import { boot, type Machine, type MachineOptions } from './machine.ts'

const sleeps = '[Service]\nExecStart=/bin/sleep infinity\n'
let machine: Machine | undefined

afterEach(async () => {
  await machine?.end()
  machine = undefined
})

async function booted(options: MachineOptions): Promise<Machine> {
  machine = boot(options)
  await machine.line(/Reached target default\.target/)
  return machine
}

const ordered: MachineOptions = {
  boots: ['b.service'],
  units: {
    'a.service': `${sleeps}ExecStop=/bin/echo stopping a\n`,
    'b.service': `[Unit]\nRequires=a.service\nAfter=a.service\n${sleeps}ExecStop=/bin/echo stopping b\n`,
  },
}

test.each([
  ['SIGTERM', 15],
  ['SIGINT', 2],
  ['SIGRTMIN+3', 37],
])('%s stops everything in reverse order, and the exit code is 0', async (_name, signal) => {
  const m = await booted(ordered)
  m.signal(signal)
  expect(await m.exit).toBe(0)
  const stops = m.console.flatMap(line => /^[ab]\[\d+\]: (.*)$/.exec(line)?.[1] ?? [])
  expect(stops).toEqual(['stopping b', 'stopping a'])
})

test('systemctl exit N ends with N, poweroff and reboot with 0', async () => {
  const m = await booted({})
  m.ctl('exit', '7')
  expect(await m.exit).toBe(7)
  await m.end()
  const other = await booted({})
  other.ctl('poweroff')
  expect(await other.exit).toBe(0)
})

test('systemctl init UNIT... starts just these and stays', async () => {
  machine = boot({ args: ['init', 'a'], units: { 'a.service': sleeps, 'b.service': sleeps } })
  await machine.line(/Started a\.service/)
  expect(machine.ctl('is-active', 'a', 'b').out).toBe('active\ninactive\n')
})

test('no second manager is started beside one, however it is called', async () => {
  const m = await booted({ boots: ['a.service'], units: { 'a.service': sleeps } })
  const pid = m.show('MainPID', 'a')
  for (const args of [['init'], ['init', 'a'], ['-1'], ['--init']]) {
    const { code, out, err } = m.ctl(...args)
    expect([code, out + err]).toEqual([1, expect.stringContaining('A service manager runs here already')])
  }
  expect(m.show('MainPID', 'a')).toBe(pid)
  expect(m.ctl('is-active', 'a').out).toBe('active\n')
})

test('a unit that asks for the end of everything gets it, with its exit code', async () => {
  const unit = '[Unit]\nFailureAction=exit\n[Service]\nType=oneshot\nExecStart=/bin/sh -c "exit 5"\n'
  const m = boot({ boots: ['dies.service'], units: { 'dies.service': unit } })
  machine = m
  expect(await m.exit).toBe(5)
})

test.each([
  ['SIGSEGV', 11],
  ['SIGABRT', 6],
])('%s from outside is survived: services keep their pids, and the manager answers again', async (_name, signal) => {
  const m = await booted({ boots: ['a.service'], units: { 'a.service': sleeps } })
  await m.line(/Started a\.service/)
  const pid = m.show('MainPID', 'a')
  for (let times = 0; times < 2; times++) {
    const since = m.console.length
    m.signal(signal)
    await m.line(/The manager crashed/, since)
    expect(m.show('MainPID', 'a')).toBe(pid)
    expect(m.show('ActiveState', 'a')).toBe('active')
  }
  expect(m.ctl('stop', 'a').code).toBe(0)
  expect(m.run('test', '-d', `/proc/${pid}`).code).toBe(1)
})

/** The program with a hook of the test's: PID 1 uses up its heap when a folder /run/exhaust appears. */
const exhaustible = `
berth=$new$PROJECT/dist/rootfs/usr/lib/berth/berth.cjs
cp $berth $new/root/berth.cjs
cat >> $new/root/berth.cjs << 'END'
if (process.pid === 1) require('node:fs').watch('/run', (_event, name) => {
  if (name !== 'exhaust') return
  require('node:fs').rmdirSync('/run/exhaust')
  for (const kept = []; ; ) kept.push({})
})
END
mount --bind $new/root/berth.cjs $berth
`

test('an exhausted heap is survived: services keep their pids, jobs go on, and the manager answers again', async () => {
  const m = await booted({
    boots: ['a.service'],
    units: {
      'a.service': sleeps,
      'failed.service': '[Service]\nType=exec\nExecStart=/bin/false\n',
      'slow.service': '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/sh -c "read line < /mnt/go"\n',
    },
    before: `${exhaustible}\nmkfifo $FILES/go`,
  })
  m.ctl('start', 'failed')
  m.ctl('start', '--no-block', 'slow')
  const pid = m.show('MainPID', 'a')
  for (let times = 0; times < 2; times++) {
    const since = m.console.length
    m.run('mkdir', '/run/exhaust')
    await m.line(/The manager crashed/, since)
    expect(m.show('MainPID', 'a')).toBe(pid)
    expect(m.ctl('is-active', 'a', 'slow').out).toBe('active\nactivating\n')
    expect(m.ctl('is-failed', 'failed').out).toBe('failed\n')
  }
  m.run('sh', '-c', 'echo > /mnt/go')
  await m.line(/Finished slow\.service/)
  expect(m.ctl('stop', 'a').code).toBe(0)
  expect(m.run('test', '-d', `/proc/${pid}`).code).toBe(1)
}, 60_000)

test.each([
  ['talks', 'talks'],
  ['the longest name there can be', 'l'.repeat(247)],
])('daemon-reexec keeps services, jobs and their output: %s', async (_what, name) => {
  const talks =
    '[Service]\nExecStart=/bin/bash -c "while read -r line; do echo heard $$line; done < <(tail -f /run/words)"\n'
  const m = await booted({
    boots: [`${name}.service`],
    units: { [`${name}.service`]: talks },
    files: { '/run/words': 'one\n' },
  })
  await m.line(/heard one/)
  const pid = m.show('MainPID', name)
  expect(m.ctl('daemon-reexec').code).toBe(0)
  expect(m.show('MainPID', name)).toBe(pid)
  m.run('sh', '-c', 'echo two >> /run/words')
  expect(await m.line(new RegExp(`${name}\\[\\d+\\]: heard two`))).toBeDefined()
})

test('orphans are adopted and reaped, many at once too', async () => {
  const script = 'for i in $(seq 2000); do (sleep 0 &) ; done; echo done'
  const m = await booted({
    units: { 'orphans.service': `[Service]\nType=oneshot\nExecStart=/bin/sh -c '${script}'\n` },
  })
  expect(m.ctl('start', 'orphans').code).toBe(0)
  expect(m.run('sh', '-c', 'ps -eo stat= | grep -c ^Z').out.trim()).toBe('0')
})

test('isolate starts one unit and stops all others', async () => {
  const m = await booted({
    boots: ['a.service'],
    units: {
      'a.service': sleeps,
      'b.service': sleeps,
      'only.target': '[Unit]\nAllowIsolate=yes\nWants=b.service\n',
    },
  })
  expect(m.ctl('isolate', 'only.target').code).toBe(0)
  expect(m.ctl('is-active', 'a', 'b').out).toBe('inactive\nactive\n')
})

test('a socket starts its service when somebody comes', async () => {
  const m = await booted({
    boots: ['talk.socket'],
    units: {
      'talk.socket': '[Socket]\nListenFIFO=/run/talk\n',
      'talk.service':
        '[Service]\nType=oneshot\nExecStart=/bin/bash -c "read -r line <&3; echo heard $$line, $$LISTEN_FDS"\n',
    },
  })
  await m.line(/Listening on talk\.socket/)
  m.run('sh', '-c', 'echo hello > /run/talk')
  expect(await m.line(/talk\[\d+\]: heard hello, 1/)).toBeDefined()
})

test('an init script with a header becomes a service', async () => {
  const script = `#!/bin/sh
### BEGIN INIT INFO
# Provides: old
# Required-Start: $remote_fs
# Required-Stop:
# Default-Start: 2 3 4 5
# Default-Stop: 0 1 6
# Short-Description: An old one
### END INIT INFO
case $1 in start) sleep infinity & ;; stop) echo bye ;; esac
`
  const m = await booted({ files: { '/etc/init.d/old': script } })
  expect(m.ctl('start', 'old').code).toBe(0)
  expect(m.show('Description', 'old')).toBe('LSB: An old one')
  expect(m.show('ActiveState', 'old')).toBe('active')
  m.ctl('stop', 'old')
  expect(await m.line(/old\[\d+\]: bye/)).toBeDefined()
})

test('as a user without privileges it boots, and services run', async () => {
  const m = await booted({ unprivileged: true, boots: ['a.service'], units: { 'a.service': sleeps } })
  await m.line(/Started a\.service/)
  expect(m.ctl('is-active', 'a').out.trim()).toBe('active')
})
