import { expect, test } from '@jest/globals'
import { boot } from '../../fake/running.ts'

test('a service outlives a crash of the manager, and its end is noticed', async () => {
  const running = await boot({ units: { 'a.service': '[Service]\nExecStart=/bin/daemon\nRestart=always\n' } })
  await running.systemctl('start', 'a.service')
  const pid = await running.property('a.service', 'MainPID')
  await running.crash()
  expect(await running.state('a.service')).toBe('active')
  expect(await running.property('a.service', 'MainPID')).toBe(pid)
  running.machine.process('/bin/daemon')?.exit(1)
  await running.pass(1)
  expect(await running.property('a.service', 'MainPID')).not.toBe(pid)
  expect(await running.property('a.service', 'NRestarts')).toBe('1')
})

test('what ended while the manager was away is noticed when it is back', async () => {
  const running = await boot({ units: { 'a.service': '[Service]\nExecStart=/bin/daemon\n' } })
  await running.systemctl('start', 'a.service')
  const next = running.machine.life({ type: 'crash', signal: 11, count: 1 })
  running.machine.process('/bin/daemon')?.exit(3)
  await running.resume(next)
  expect(await running.state('a.service')).toBe('failed')
  expect(await running.property('a.service', 'ExecMainStatus')).toBe('3')
})

test('a start that waits goes on waiting, and its time limit with it', async () => {
  const running = await boot({
    units: { 'a.service': '[Service]\nType=notify\nExecStart=/bin/daemon\nTimeoutStartSec=10\n' },
  })
  await running.systemctl('start', '--no-block', 'a.service')
  await running.pass(6)
  await running.crash()
  expect(await running.state('a.service')).toBe('activating')
  await running.pass(3)
  expect(await running.state('a.service')).toBe('activating')
  await running.pass(2)
  expect(await running.property('a.service', 'Result')).toBe('timeout')
})

test('readiness is heard at the kept socket after a crash', async () => {
  const running = await boot({ units: { 'a.service': '[Service]\nType=notify\nExecStart=/bin/daemon\n' } })
  await running.systemctl('start', '--no-block', 'a.service')
  await running.crash()
  running.machine.process('/bin/daemon')?.notify('READY=1\nSTATUS=fine')
  await running.pass(0)
  expect(await running.state('a.service')).toBe('active')
  expect(await running.property('a.service', 'StatusText')).toBe('fine')
})

test('what a service prints is read on after a crash', async () => {
  const running = await boot({ units: { 'a.service': '[Service]\nExecStart=/bin/daemon\n' } })
  await running.systemctl('start', 'a.service')
  await running.crash()
  running.machine.process('/bin/daemon')?.print('still here')
  await running.pass(0)
  expect(running.machine.lines.join('\n')).toContain('still here')
})

test('an end that had begun is gone on with', async () => {
  const running = await boot({
    units: { 'slow.service': '[Service]\nExecStart=/bin/slow\n' },
    programs: { '/bin/slow': self => self.onSignal(15, () => self.after(5_000_000, () => self.exit(0))) },
  })
  await running.systemctl('start', 'slow.service')
  running.machine.signal(15)
  await running.pass(1)
  await running.crash()
  expect(running.machine.exitStatus).toBeNull()
  await running.pass(6)
  expect(running.machine.exitStatus).toBe(0)
})

test('daemon-reexec executes the manager anew, and nothing is lost', async () => {
  const running = await boot({ units: { 'a.service': '[Service]\nExecStart=/bin/daemon\n' } })
  await running.systemctl('start', 'a.service')
  running.machine.signal(34 + 25)
  await running.pass(0)
  expect(running.machine.reexecutions).toBe(1)
  await running.reexecuted()
  expect(await running.state('a.service')).toBe('active')
})

test('what a call changed of the manager itself outlives a crash right after it', async () => {
  const running = await boot({ units: {} })
  await running.systemctl('set-environment', 'X=1')
  await running.systemctl('log-level', 'debug')
  await running.crash()
  expect((await running.systemctl('show-environment')).stdout).toMatch(/^X=1$/m)
  expect((await running.systemctl('log-level')).stdout).toBe('debug\n')
})

test.each([
  'membership',
  'nextJobId',
  'phase',
  'exitCode',
  'logLevel',
  'showStatus',
  'environment',
  'milestones',
  'ending',
  'isLast',
])('a manager that another version remembered without %s goes on', async field => {
  const running = await boot({ units: { 'a.service': '[Service]\nExecStart=/bin/daemon\nRestart=always\n' } })
  await running.systemctl('start', 'a.service')
  const pid = await running.property('a.service', 'MainPID')
  running.machine.records = running.machine.records.map(text => {
    const { manager, ...others } = JSON.parse(text) as { readonly manager?: object }
    const { [field as keyof object]: _, ...rest } = manager ?? {}
    return JSON.stringify(manager === undefined ? others : { manager: rest })
  })
  await running.reexecuted()
  expect(await running.property('a.service', 'MainPID')).toBe(pid)
  await running.systemctl('restart', 'a.service')
  expect(await running.state('a.service')).toBe('active')
  expect(await running.property('a.service', 'MainPID')).not.toBe(pid)
})
