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
