import { expect, test } from '@jest/globals'
import { boot } from '../../fake/running.ts'

test('a service that crashes is restarted after RestartSec=, and not before', async () => {
  const running = await boot({
    units: { 'a.service': '[Service]\nExecStart=/bin/daemon\nRestart=on-failure\nRestartSec=5\n' },
  })
  await running.systemctl('start', 'a.service')
  running.machine.process('/bin/daemon')?.signal(11)
  await running.pass(4)
  expect(await running.property('a.service', 'SubState')).toBe('auto-restart')
  await running.pass(2)
  expect(await running.state('a.service')).toBe('active')
})

test('a service that crashes too often is given up', async () => {
  const running = await boot({
    units: {
      'a.service': '[Unit]\nStartLimitBurst=3\n[Service]\nExecStart=/bin/false\nRestart=always\n',
    },
  })
  await running.systemctl('start', 'a.service')
  await running.pass(5)
  expect(await running.state('a.service')).toBe('failed')
  expect(running.executed()).toHaveLength(3)
})

test('what is not ready in time is ended, and killed when it will not end', async () => {
  const running = await boot({
    units: {
      'a.service': '[Service]\nType=notify\nExecStart=/bin/deaf\nTimeoutStartSec=10\nTimeoutStopSec=5\n',
    },
    programs: { '/bin/deaf': self => self.onSignal(15) },
  })
  await running.systemctl('start', '--no-block', 'a.service')
  await running.pass(11)
  expect(await running.property('a.service', 'SubState')).toBe('stop-sigterm')
  await running.pass(5)
  expect(await running.state('a.service')).toBe('failed')
  expect(running.machine.process('/bin/deaf')).toBeUndefined()
})

test('READY=1 ends a start, and STATUS= is shown', async () => {
  const running = await boot({
    units: { 'a.service': '[Service]\nType=notify\nExecStart=/bin/tells\n' },
    programs: { '/bin/tells': self => self.after(2_000_000, () => self.notify('STATUS=busy\nREADY=1')) },
  })
  await running.systemctl('start', '--no-block', 'a.service')
  await running.pass(1)
  expect(await running.state('a.service')).toBe('activating')
  await running.pass(2)
  expect(await running.state('a.service')).toBe('active')
  expect(await running.property('a.service', 'StatusText')).toBe('busy')
})

test('a program that is not there fails its unit with 203', async () => {
  const running = await boot({ units: { 'a.service': '[Service]\nType=exec\nExecStart=/bin/nothing\n' } })
  expect((await running.systemctl('start', 'a.service')).code).toBe(1)
  expect(await running.property('a.service', 'ExecMainStatus')).toBe('203')
})

test('what a service prints is in the log, and the last of it in status', async () => {
  const running = await boot({
    units: { 'a.service': '[Service]\nExecStart=/bin/says\n' },
    programs: { '/bin/says': self => self.print('hello') },
  })
  await running.systemctl('start', 'a.service')
  await running.pass(0)
  expect(running.machine.lines.join('\n')).toMatch(/a\[\d+\]: hello/)
  expect((await running.systemctl('status', 'a.service')).stdout).toContain('hello')
})

test('every process of a unit is ended when it stops', async () => {
  const running = await boot({
    units: { 'a.service': '[Service]\nExecStart=/bin/forks\n' },
    programs: { '/bin/forks': self => void self.fork(() => undefined, true) },
  })
  await running.systemctl('start', 'a.service')
  await running.pass(0)
  expect(running.machine.processes.all.size).toBe(2)
  await running.systemctl('stop', 'a.service')
  expect(running.machine.processes.all.size).toBe(0)
})

test('a PID file names the main process of a service that forks', async () => {
  let pid = 0
  const running = await boot({
    units: { 'a.service': '[Service]\nType=forking\nPIDFile=/run/a.pid\nExecStart=/bin/forks\n' },
    programs: {
      '/bin/forks': self => {
        ;({ pid } = self.fork(() => undefined))
        running.machine.write('/run/a.pid', `${pid}\n`)
        self.exit(0)
      },
    },
  })
  expect((await running.systemctl('start', 'a.service')).code).toBe(0)
  expect(await running.property('a.service', 'MainPID')).toBe(String(pid))
  running.machine.processes.kill(pid, 9)
  await running.pass(0)
  expect(await running.property('a.service', 'Result')).toBe('signal')
})
