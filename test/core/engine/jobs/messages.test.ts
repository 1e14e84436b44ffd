// What systemd 257 logs of the same units (journalctl -o cat -u UNIT).
import { expect, test } from '@jest/globals'
import { boot } from '../../../fake/running.ts'

async function linesOf(settings: string, ...verbs: readonly string[]): Promise<readonly string[]> {
  const running = await boot({ units: { 'a.service': `[Service]\n${settings}\n` } })
  for (const verb of verbs) {
    await running.systemctl(verb, 'a.service')
  }
  const { stdout } = await running.systemctl('status', '--lines=20', 'a.service')
  return [...stdout.matchAll(/ systemd\[1\]: (.*)$/gm)].map(([, text = '']) => text)
}

test('a start that waits for nothing but its fork is told by its end alone', async () => {
  expect(await linesOf('ExecStart=/bin/daemon', 'start')).toEqual(['Started a.service.'])
})

test('a start without commands is told by its end alone, its stop that runs one by both', async () => {
  const settings = 'Type=oneshot\nRemainAfterExit=yes\nExecStop=/bin/true'
  expect(await linesOf(settings, 'start', 'stop')).toEqual([
    'Finished a.service.',
    'Stopping a.service...',
    'a.service: Deactivated successfully.',
    'Stopped a.service.',
  ])
})

test('a start that runs a command to its end is told by both, its stop that finds nobody by its end', async () => {
  const settings = 'Type=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true'
  expect(await linesOf(settings, 'start', 'stop')).toEqual([
    'Starting a.service...',
    'Finished a.service.',
    'a.service: Deactivated successfully.',
    'Stopped a.service.',
  ])
})

test('a start whose first command cannot be started is told by its end', async () => {
  expect(await linesOf('EnvironmentFile=/nonexistent\nExecStart=/bin/true', 'start')).toEqual([
    'a.service: Failed to load environment files: No such file or directory',
    "a.service: Failed to spawn 'start' task: No such file or directory",
    "a.service: Failed with result 'resources'.",
    'Failed to start a.service.',
  ])
})

test('the stop of one that waits for its automatic restart is told by its end', async () => {
  expect(await linesOf('ExecStart=/bin/true\nRestart=always\nRestartSec=100', 'start', 'stop')).toEqual([
    'Started a.service.',
    'a.service: Deactivated successfully.',
    'Stopped a.service.',
  ])
})
