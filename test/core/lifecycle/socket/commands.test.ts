// What systemd 257 says and shows of the same sockets (journalctl -o cat -u UNIT, SubState and Result after start and stop).
import { expect, test } from '@jest/globals'
import { boot, type Running } from '../../../fake/running.ts'

async function socketWith(settings: string): Promise<Running> {
  return boot({
    units: {
      'a.socket': `[Socket]\nListenStream=/run/a.sock\n${settings}\n`,
      'a.service': '[Service]\nExecStart=/bin/daemon\n',
    },
    programs: Object.fromEntries(
      ['pre', 'post', 'stop-pre', 'stop-post'].map(name => [`/bin/${name}`, self => self.exit(0)]),
    ),
  })
}

async function shown(running: Running): Promise<string> {
  return `${await running.property('a.socket', 'SubState')} ${await running.property('a.socket', 'Result')}`
}

async function lines(running: Running): Promise<readonly string[]> {
  const { stdout } = await running.systemctl('status', '--lines=30', 'a.socket')
  return [...stdout.matchAll(/ systemd\[1\]: (.*)$/gm)].map(([, text = '']) => text)
}

const all = 'ExecStartPre=/bin/pre\nExecStartPost=/bin/post\nExecStopPre=/bin/stop-pre\nExecStopPost=/bin/stop-post'

test('commands run around listening, and around the stop', async () => {
  const running = await socketWith(all)
  await running.systemctl('start', 'a.socket')
  expect(await shown(running)).toBe('listening success')
  expect(running.executed()).toEqual(['/bin/pre', '/bin/post'])
  await running.systemctl('stop', 'a.socket')
  expect(await shown(running)).toBe('dead success')
  expect(running.executed()).toEqual(['/bin/stop-pre', '/bin/stop-post'])
  expect(await lines(running)).toEqual([
    'Starting a.socket...',
    'Listening on a.socket.',
    'Stopping a.socket...',
    'a.socket: Deactivated successfully.',
    'Closed a.socket.',
  ])
})

test('a socket without commands is told by its ends alone', async () => {
  const running = await socketWith('')
  await running.systemctl('start', 'a.socket')
  await running.systemctl('stop', 'a.socket')
  expect(await lines(running)).toEqual([
    'Listening on a.socket.',
    'a.socket: Deactivated successfully.',
    'Closed a.socket.',
  ])
})

test('where ExecStartPre= fails nothing is opened and no other command runs', async () => {
  const running = await socketWith('ExecStartPre=/bin/false\nExecStopPost=/bin/stop-post')
  await running.systemctl('start', 'a.socket')
  expect(await shown(running)).toBe('failed exit-code')
  expect(running.executed()).toEqual(['/bin/false'])
  expect(await lines(running)).toEqual([
    'Starting a.socket...',
    'a.socket: Control process exited, code=exited, status=1/FAILURE',
    "a.socket: Failed with result 'exit-code'.",
    'Failed to listen on a.socket.',
  ])
})

test('where ExecStartPost= fails, or nothing can be opened, the commands of the stop run', async () => {
  const running = await socketWith(all.replace('/bin/post', '/bin/false'))
  await running.systemctl('start', 'a.socket')
  expect(await shown(running)).toBe('failed exit-code')
  expect(running.executed()).toEqual(['/bin/pre', '/bin/false', '/bin/stop-pre', '/bin/stop-post'])
})

test('a failure that is ignored is none', async () => {
  const running = await socketWith('ExecStartPre=-/bin/false\nExecStartPost=-/bin/false')
  await running.systemctl('start', 'a.socket')
  expect(await shown(running)).toBe('listening success')
})

test('a command of the stop that fails does not keep the next from running', async () => {
  const running = await socketWith('ExecStopPre=/bin/false\nExecStopPost=/bin/stop-post')
  await running.systemctl('start', 'a.socket')
  await running.systemctl('stop', 'a.socket')
  expect(await shown(running)).toBe('failed exit-code')
  expect(running.executed()).toEqual(['/bin/false', '/bin/stop-post'])
})

test('TimeoutSec= ends a command that takes too long', async () => {
  const running = await socketWith('ExecStartPre=/bin/daemon\nTimeoutSec=5')
  await running.systemctl('start', '--no-block', 'a.socket')
  expect(await shown(running)).toBe('start-pre success')
  await running.pass(6)
  expect(await shown(running)).toBe('failed timeout')
  expect(await lines(running)).toEqual([
    'Starting a.socket...',
    'a.socket: Starting timed out. Terminating.',
    'a.socket: Control process exited, code=killed, status=15/TERM',
    "a.socket: Failed with result 'timeout'.",
    'Failed to listen on a.socket.',
  ])
})

test('a command that runs is remembered over a crash, with its time limit', async () => {
  const running = await socketWith('ExecStartPre=/bin/daemon\nTimeoutSec=5')
  await running.systemctl('start', '--no-block', 'a.socket')
  await running.crash()
  expect(await shown(running)).toBe('start-pre success')
  running.machine.process('/bin/daemon')?.exit(0)
  await running.pass(0)
  expect(await shown(running)).toBe('listening success')
})
