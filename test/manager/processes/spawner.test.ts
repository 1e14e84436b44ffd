import { expect, test } from '@jest/globals'
import { boot } from '../../fake/running.ts'

test('a handler is told of the one service that called it, and nothing of a target', async () => {
  const on = await boot({
    units: {
      'job.service': '[Unit]\nOnSuccess=after-job.service\n[Service]\nType=oneshot\nExecStart=/bin/true\n',
      'after-job.service': '[Service]\nExecStart=/bin/daemon\n',
      'group.target': '[Unit]\nOnSuccess=after-group.service\n',
      'after-group.service': '[Service]\nExecStart=/bin/daemon\n',
    },
  })
  await on.systemctl('start', 'job', 'group.target')
  await on.systemctl('stop', 'group.target')
  const told = [...on.machine.processes.all.values()].map(({ environment }) => environment.get('MONITOR_UNIT'))
  expect(await on.state('after-job.service')).toBe('active')
  expect(await on.state('after-group.service')).toBe('active')
  expect(told.toSorted()).toEqual(['job.service', undefined])
})
