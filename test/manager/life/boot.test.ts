import { expect, test } from '@jest/globals'
import { boot } from '../../fake/running.ts'

test('the default target is started, what it wants before it, in order', async () => {
  const running = await boot({
    units: {
      'a.service': '[Unit]\nAfter=b.service\n[Service]\nExecStart=/bin/daemon a\n',
      'b.service': '[Service]\nType=oneshot\nExecStart=/bin/true b\n',
    },
    files: {
      '/etc/systemd/system/multi-user.target.wants/a.service': '-> /usr/lib/systemd/system/a.service',
      '/etc/systemd/system/multi-user.target.wants/b.service': '-> /usr/lib/systemd/system/b.service',
    },
  })
  expect(running.machine.lines.filter(line => !line.startsWith('[  OK  ]'))).toEqual([])
  expect(running.executed()).toEqual(['/bin/true b', '/bin/daemon a'])
  expect(await running.state('default.target')).toBe('active')
  expect(await running.systemctl('is-system-running')).toEqual({ code: 0, stdout: 'running\n', stderr: '' })
})

test('the units that are named are started instead', async () => {
  const running = await boot({
    units: { 'a.service': '[Service]\nExecStart=/bin/daemon\n' },
    start: ['a.service'],
  })
  expect(await running.state('a.service')).toBe('active')
  expect(await running.state('multi-user.target')).toBe('inactive')
})

test('without a default target nothing starts, which is said', async () => {
  const running = await boot({ units: { 'default.target': '-> nowhere.target' } })
  expect(running.machine.lines.join('\n')).toContain('Cannot start default.target')
  expect(running.machine.exitStatus).toBeNull()
})

test('a unit that fails makes the boot degraded', async () => {
  const running = await boot({
    units: {
      'bad.service': '[Service]\nType=oneshot\nExecStart=/bin/false\n',
      'multi-user.target': '[Unit]\nRequires=basic.target\nWants=bad.service\n',
    },
  })
  expect(await running.state('bad.service')).toBe('failed')
  expect((await running.systemctl('is-system-running')).stdout).toBe('degraded\n')
})

test('daemon-reload reads what was written since', async () => {
  const running = await boot({ units: { 'a.service': '[Service]\nExecStart=/bin/daemon\n' } })
  await running.systemctl('start', 'a.service')
  running.unit('a.service', '[Unit]\nDescription=New\n[Service]\nExecStart=/bin/daemon\n')
  expect((await running.systemctl('daemon-reload')).code).toBe(0)
  expect(await running.property('a.service', 'Description')).toBe('New')
  expect(await running.state('a.service')).toBe('active')
})
