import { expect, test } from '@jest/globals'
import { boot, type Running } from '../../fake/running.ts'

const SIGTERM = 15
const SIGRTMIN = 34

const units = {
  'first.service': '[Service]\nExecStart=/bin/daemon\nExecStop=/bin/true stop first\n',
  'second.service': '[Unit]\nAfter=first.service\n[Service]\nExecStart=/bin/daemon\nExecStop=/bin/true stop second\n',
}

async function up(more: Readonly<Record<string, string>> = {}): Promise<Running> {
  const running = await boot({ units: { ...units, ...more } })
  await running.systemctl('start', 'first.service', 'second.service')
  running.executed()
  return running
}

test('SIGTERM stops what runs, what started last first, and exits with 0', async () => {
  const running = await up()
  running.machine.signal(SIGTERM)
  await running.pass(1)
  expect(running.executed().filter(line => line.includes('stop'))).toEqual([
    '/bin/true stop second',
    '/bin/true stop first',
  ])
  expect(running.machine.exitStatus).toBe(0)
  expect(running.machine.process('/bin/daemon')).toBeUndefined()
})

test('systemctl exit hands over its code', async () => {
  const running = await up()
  await running.systemctl('exit', '7')
  await running.pass(1)
  expect(running.machine.exitStatus).toBe(7)
})

test('systemctl poweroff stops in order, too', async () => {
  const running = await up()
  await running.systemctl('poweroff')
  await running.pass(1)
  expect(running.executed()).toContain('/bin/true stop first')
  expect(running.machine.exitStatus).toBe(0)
})

test('with force nobody is asked: ExecStop= does not run', async () => {
  const running = await up()
  running.machine.signal(SIGRTMIN + 14)
  await running.pass(1)
  expect(running.executed()).toEqual([])
  expect(running.machine.exitStatus).toBe(0)
})

test('what ignores SIGTERM at the very end is killed', async () => {
  const running = await boot({
    units: { 'deaf.service': '[Service]\nExecStart=/bin/deaf\n' },
    programs: {
      '/bin/deaf': self => {
        self.onSignal(SIGTERM)
        self.onSignal(1)
      },
    },
  })
  await running.systemctl('start', 'deaf.service')
  running.machine.signal(SIGRTMIN + 14)
  await running.pass(1)
  expect(running.machine.exitStatus).toBeNull()
  await running.pass(3)
  expect(running.machine.exitStatus).toBe(0)
})

test('FailureAction=exit stops in order and exits with the code of the service', async () => {
  const running = await up({
    'bad.service':
      '[Unit]\nFailureAction=exit\nFailureActionExitStatus=42\n[Service]\nType=oneshot\nExecStart=/bin/false\n',
  })
  await running.systemctl('start', '--no-block', 'bad.service')
  await running.pass(1)
  expect(running.executed()).toContain('/bin/true stop first')
  expect(running.machine.exitStatus).toBe(42)
})

test('SuccessAction=exit-force ends at once, with the exit code of the main process', async () => {
  const running = await up({
    'good.service':
      '[Unit]\nSuccessAction=exit-force\n[Service]\nType=oneshot\nSuccessExitStatus=3\nExecStart=/bin/three\n',
  })
  running.machine.program('/bin/three', self => self.exit(3))
  await running.systemctl('start', '--no-block', 'good.service')
  await running.pass(1)
  expect(running.executed()).toEqual(['/bin/three'])
  expect(running.machine.exitStatus).toBe(3)
})

test('StartLimitAction= ends everything when a unit is started too often', async () => {
  const running = await up({
    'eager.service':
      '[Unit]\nStartLimitBurst=2\nStartLimitIntervalSec=1h\nStartLimitAction=exit\n[Service]\nExecStart=/bin/false\n',
  })
  for (let starts = 0; starts < 2; starts++) {
    await running.systemctl('start', '--no-block', 'eager.service')
    await running.pass(1)
  }
  expect(running.machine.exitStatus).toBeNull()
  await running.systemctl('start', '--no-block', 'eager.service')
  await running.pass(1)
  expect(running.executed()).toContain('/bin/true stop first')
  expect(running.machine.exitStatus).toBe(0)
  expect(running.machine.lines.join('\n')).toMatch(/Exiting: unit eager.service/)
})

test('JobTimeoutAction= ends everything when a job takes too long', async () => {
  const running = await up({
    'slow.service':
      '[Unit]\nJobTimeoutSec=5\nJobTimeoutAction=exit\n[Service]\nType=notify\nTimeoutStartSec=infinity\nExecStart=/bin/daemon\n',
  })
  await running.systemctl('start', '--no-block', 'slow.service')
  await running.pass(4)
  expect(running.machine.exitStatus).toBeNull()
  await running.pass(2)
  expect(running.executed()).toContain('/bin/true stop first')
  expect(running.machine.exitStatus).toBe(0)
})
