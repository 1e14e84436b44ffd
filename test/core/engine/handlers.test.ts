import { expect, test } from '@jest/globals'
import { boot } from '../../fake/running.ts'

test('who names a handler that is being started stays, once it was loaded', async () => {
  const running = await boot({
    units: {
      'e.service': '[Unit]\nOnSuccess=f.service\n[Service]\nType=oneshot\nExecStart=/bin/true\n',
      'f.service': '[Service]\nType=oneshot\nExecStartPre=/bin/daemon\nExecStartPre=/bin/second\nExecStart=/bin/true\n',
    },
    programs: { '/bin/second': () => undefined },
  })
  await running.systemctl('start', '--no-block', 'f.service')
  expect(environmentOf(running, '/bin/daemon')).not.toContain('MONITOR_UNIT=e.service')
  await running.systemctl('show', '-P', 'Id', 'e.service')
  running.machine.process('/bin/daemon')?.exit(0)
  await running.pass(0)
  expect(environmentOf(running, '/bin/second')).toContain('MONITOR_UNIT=e.service')
})

function environmentOf(running: Awaited<ReturnType<typeof boot>>, path: string): readonly string[] {
  return running.machine.process(path)?.launch.process.environment ?? []
}
