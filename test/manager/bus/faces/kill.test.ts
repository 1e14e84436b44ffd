import { expect, test } from '@jest/globals'
import { unitPath } from '#control/object-path.ts'
import { unitInterface } from '#control/protocol/unit.ts'
import { boot, type Running } from '../../../fake/running.ts'

const SIGUSR1 = 10
const units = {
  'a.service': '[Service]\nExecStart=/bin/daemon\nSlice=some.slice\n',
  'pre.service': '[Service]\nExecStartPre=/bin/ear pre\nExecStart=/bin/daemon\n',
  'b.socket': '[Socket]\nListenStream=/run/b\n',
  'b.service': '[Service]\nExecStart=/bin/daemon\n',
  'some.slice': '[Slice]\n',
}

/** A machine on which it is written down who got the signal. */
async function up(): Promise<{ running: Running; got: string[] }> {
  const got: string[] = []
  const ear = (self: { argv: readonly string[]; onSignal(signal: number, act: () => void): void }): void =>
    self.onSignal(SIGUSR1, () => got.push(self.argv.join(' ')))
  const running = await boot({ units, programs: { '/bin/daemon': ear, '/bin/ear': ear } })
  await running.systemctl('start', 'a.service', 'b.socket')
  return { running, got }
}

/** Asks for a signal; the error's name and words, or null. */
async function kill(running: Running, unit: string, whom: string, signal = SIGUSR1): Promise<string | null> {
  const client = await running.client()
  const answer = await client.invoke(unitPath(unit), unitInterface, 'Kill', { whom, signal })
  client.close()
  return answer.ok ? null : `${answer.error.name.replace(/^.*\./, '')}: ${answer.error.message}`
}

test.each(['', 'all', 'main', 'main-fail', 'all-fail'])('"%s" reaches the main process', async whom => {
  const { running, got } = await up()
  expect(await kill(running, 'a.service', whom)).toBeNull()
  expect(got).toEqual(['/bin/daemon'])
})

test('a command beside the main process is the control process', async () => {
  const { running, got } = await up()
  await running.systemctl('start', '--no-block', 'pre.service')
  expect(await kill(running, 'pre.service', 'control')).toBeNull()
  expect(got).toEqual(['/bin/ear pre'])
  expect(await kill(running, 'pre.service', 'main')).toBe('NoSuchProcess: No main process to kill')
  expect(await kill(running, 'a.service', 'control')).toBe('NoSuchProcess: No control process to kill')
})

test('only who insists is told that there was nobody', async () => {
  const { running } = await up()
  await running.systemctl('stop', 'a.service')
  expect(await kill(running, 'a.service', 'all')).toBeNull()
  expect(await kill(running, 'a.service', 'all-fail')).toBe('NoSuchProcess: No matching processes to kill')
})

test('what is none of the words, and no signal, is refused', async () => {
  const { running, got } = await up()
  expect(await kill(running, 'a.service', 'cgroup')).toBe('InvalidArgs: Invalid whom argument: cgroup')
  expect(await kill(running, 'a.service', 'all', 65)).toBe('InvalidArgs: Signal number out of range.')
  expect(got).toEqual([])
})

test('a value goes with real-time signals only', async () => {
  const { running } = await up()
  const client = await running.client()
  const queue = async (signal: number) =>
    client.invoke(unitPath('a.service'), unitInterface, 'QueueSignal', { whom: 'main', signal, value: 7 })
  expect(await queue(SIGUSR1)).toMatchObject({ ok: false, error: { name: 'org.freedesktop.DBus.Error.InvalidArgs' } })
  expect(await queue(34)).toMatchObject({ ok: true })
})

test('all of a slice are the services in it', async () => {
  const { running, got } = await up()
  expect(await kill(running, 'some.slice', 'all')).toBeNull()
  expect(got).toEqual(['/bin/daemon'])
  expect(await kill(running, 'some.slice', 'main')).toBe('NoSuchProcess: slice units have no main processes')
  expect(await kill(running, 'some.slice', 'control')).toBe('NoSuchProcess: slice units have no control processes')
})

test('who insists with a socket finds its control group as long as it is up', async () => {
  const { running } = await up()
  expect(await kill(running, 'b.socket', 'all-fail')).toBeNull()
  await running.systemctl('stop', 'b.socket')
  expect(await kill(running, 'b.socket', 'all-fail')).toBe('NoSuchProcess: No matching processes to kill')
})

test('a socket has no main process, and a target none at all', async () => {
  const { running } = await up()
  expect(await kill(running, 'b.socket', 'all')).toBeNull()
  expect(await kill(running, 'b.socket', 'main')).toBe('NoSuchProcess: socket units have no main processes')
  expect(await kill(running, 'b.socket', 'control')).toBe('NoSuchProcess: No control process to kill')
  expect(await kill(running, 'basic.target', 'all')).toBe('NotSupported: Unit type does not support process killing.')
})
