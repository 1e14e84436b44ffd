import { expect, test } from '@jest/globals'
import { boot } from '../../fake/running.ts'

const units = {
  'a.socket': '[Socket]\nListenStream=/run/a.sock\n',
  'a.service': '[Service]\nExecStart=/bin/daemon\n',
}

test('who connects to a socket has its service started, with the socket', async () => {
  const running = await boot({ units })
  await running.systemctl('start', 'a.socket')
  expect(await running.state('a.service')).toBe('inactive')
  running.machine.descriptors.connect('/run/a.sock', { pid: 500, uid: 0, gid: 0 })
  await running.pass(0)
  expect(await running.state('a.service')).toBe('active')
  expect(running.machine.process('/bin/daemon')?.launch.streams.passed).toHaveLength(1)
})

test('a socket is kept over a crash, and still starts its service', async () => {
  const running = await boot({ units })
  await running.systemctl('start', 'a.socket')
  await running.crash()
  running.machine.descriptors.connect('/run/a.sock', { pid: 500, uid: 0, gid: 0 })
  await running.pass(0)
  expect(await running.state('a.service')).toBe('active')
})

test('a socket that is stopped is gone', async () => {
  const running = await boot({ units })
  await running.systemctl('start', 'a.socket')
  await running.systemctl('stop', 'a.socket')
  expect(running.machine.descriptors.connect('/run/a.sock', { pid: 500, uid: 0, gid: 0 }).ok).toBe(false)
})
