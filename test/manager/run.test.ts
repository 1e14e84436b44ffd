import { expect, test } from '@jest/globals'
import { boot } from '../fake/running.ts'

const notifySocket = '/run/systemd/notify'
const daemon = '[Service]\nExecStart=/bin/daemon\n'

test('a state that a unit came to without a job is remembered', async () => {
  const running = await boot({ units: { 'a.service': daemon } })
  await running.systemctl('start', 'a.service')
  running.machine.process('/bin/daemon')?.exit(3)
  await running.pass(0)
  await running.crash()
  expect(await running.property('a.service', 'ExecMainStatus')).toBe('3')
  expect(await running.state('a.service')).toBe('failed')
})

test('a unit that is forgotten is not there again after a crash', async () => {
  const running = await boot({ units: { 'a.service': daemon } })
  await running.systemctl('start', 'a.service')
  running.machine.process('/bin/daemon')?.exit(0)
  await running.pass(0)
  await running.crash()
  expect((await running.systemctl('list-units', '--all', '--no-legend', 'a.service')).stdout).toBe('')
  expect(await running.property('a.service', 'ExecMainStartTimestampMonotonic')).toBe('0')
})

test('a job that waits goes on waiting after a crash, and one that is done does not come back', async () => {
  const units = {
    'a.service': '[Service]\nType=notify\nExecStart=/bin/daemon\n',
    'b.service': `[Unit]\nAfter=a.service\n${daemon}`,
  }
  const running = await boot({ units })
  await running.systemctl('start', '--no-block', 'a.service', 'b.service')
  const jobs = (await running.systemctl('list-jobs', '--no-legend')).stdout
  await running.crash()
  expect((await running.systemctl('list-jobs', '--no-legend')).stdout).toBe(jobs)
  expect(jobs).toMatch(/a\.service\s+start\s+running/)
  expect(jobs).toMatch(/b\.service\s+start\s+waiting/)
  running.machine.process('/bin/daemon')?.notify('READY=1')
  await running.pass(0)
  await running.crash()
  expect((await running.systemctl('list-jobs', '--no-legend')).stdout).toBe('')
  expect(await running.state('b.service')).toBe('active')
})

test('what a service said while nobody listened is heard by the next manager, at the very same socket', async () => {
  const running = await boot({ units: { 'a.service': '[Service]\nType=notify\nExecStart=/bin/daemon\n' } })
  await running.systemctl('start', '--no-block', 'a.service')
  const socket = running.machine.descriptors.at(notifySocket)
  const next = running.machine.life({ type: 'crash', signal: 11, count: 1 })
  running.machine.process('/bin/daemon')?.notify('READY=1')
  await running.resume(next)
  expect(running.machine.descriptors.at(notifySocket)).toBe(socket)
  expect(await running.state('a.service')).toBe('active')
})

test('who says READY=1 and ends at once has said it before it ended', async () => {
  const running = await boot({
    units: { 'a.service': '[Service]\nType=notify\nExecStart=/bin/hasty\n' },
    programs: {
      '/bin/hasty': self => {
        self.notify('READY=1')
        self.exit(0)
      },
    },
  })
  expect(await running.systemctl('start', 'a.service')).toMatchObject({ code: 0, stderr: '' })
})

test('a start whose conditions do not hold is done at once, and leaves the unit down', async () => {
  const conditioned = `[Unit]\nConditionPathExists=/gone\n${daemon}`
  const asserted = `[Unit]\nAssertPathExists=/gone\n${daemon}`
  const running = await boot({ units: { 'a.service': conditioned, 'b.service': asserted } })
  expect(await running.systemctl('start', 'a.service')).toMatchObject({ code: 0 })
  expect(await running.property('a.service', 'ConditionResult')).toBe('no')
  expect(await running.systemctl('start', 'b.service')).toMatchObject({ code: 1 })
  expect(running.executed()).toEqual([])
  running.machine.write('/gone', '')
  await running.systemctl('start', 'a.service', 'b.service')
  expect(running.executed()).toEqual(['/bin/daemon', '/bin/daemon'])
})
