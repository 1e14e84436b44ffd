import { expect, test } from '@jest/globals'
import { boot } from '../../../fake/running.ts'

// As real systemd 257 has it: SIGTERM is a clean end for what would be the daemon.
test.each([
  [15, 'inactive', 'success'],
  [9, 'failed', 'signal'],
] as const)('a forking service that signal %i ends before it has forked is %s', async (signal, state, result) => {
  const on = await boot({
    units: { 'a.service': '[Service]\nType=forking\nExecStart=/bin/dies\n' },
    programs: { '/bin/dies': self => self.signal(signal) },
  })
  await on.systemctl('start', 'a')
  expect([await on.state('a'), await on.property('a', 'Result')]).toEqual([state, result])
})
