// What happens when services end, and how they are ended (systemd.service(5), Restart=; systemd.kill(5)).
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { boot, type Machine } from './machine.ts'

const sleeps = 'ExecStart=/bin/sleep infinity\n'
const ends = (code: number, more: string): string =>
  `[Service]\nExecStart=/bin/sh -c "exit ${code}"\nRestartSec=10ms\n${more}`
let machine: Machine

beforeAll(async () => {
  machine = boot({
    units: {
      'always.service': `[Service]\n${sleeps}Restart=always\nRestartSec=10ms\n`,
      'on-failure.service': `[Service]\n${sleeps}Restart=on-failure\nRestartSec=10ms\n`,
      'no.service': `[Service]\n${sleeps}`,
      'loops.service': `[Unit]\nStartLimitBurst=3\n${ends(1, 'Restart=always\n')}`,
      'prevented.service': ends(7, 'Restart=always\nRestartPreventExitStatus=7\n'),
      'succeeds.service': ends(3, 'Restart=on-failure\nSuccessExitStatus=3\n'),
      'handled.service': `[Unit]\nOnFailure=handler.service\n[Service]\nType=oneshot\nExecStart=/bin/false\n`,
      'handler.service': '[Service]\nType=oneshot\nExecStart=/bin/echo handling\n',
      'needs.service': `[Unit]\nBindsTo=needed.service\nAfter=needed.service\n[Service]\n${sleeps}`,
      'needed.service': `[Service]\n${sleeps}`,
      'stubborn.service':
        '[Service]\nType=exec\nTimeoutStopSec=300ms\nExecStart=/bin/bash -c "trap true TERM; echo ready; while :; do sleep 1; done"\n',
      'whole.service': `[Service]\nExecStart=/bin/sh -c "sleep 1001 & setsid env -i sleep 1002 & exec sleep 1003"\n`,
      'main-only.service': `[Service]\nKillMode=process\nExecStart=/bin/sh -c "sleep 2001 & exec sleep 2003"\n`,
      'mixed.service': `[Service]\nKillMode=mixed\nExecStart=/bin/sh -c "sleep 3001 & exec sleep 3003"\n`,
      'asked.service': `[Service]\nKillSignal=SIGINT\nExecStart=/bin/bash -c "trap 'echo interrupted; exit 0' INT; echo ready; while :; do sleep 0.05; done"\n`,
      'slow.service': '[Service]\nType=oneshot\nTimeoutStartSec=200ms\nExecStart=/bin/sleep infinity\n',
      'limited.service': `[Service]\n${sleeps}RuntimeMaxSec=100ms\n`,
      'watched.service': `[Service]\n${sleeps}WatchdogSec=100ms\n`,
    },
  })
  await machine.line(/Reached target default\.target/)
})

afterAll(() => machine.end())

/** Processes whose command line is this. */
function processes(command: string): number {
  return machine.run('pgrep', '-cxf', command).out.trim() === '0'
    ? 0
    : Number(machine.run('pgrep', '-cxf', command).out)
}

/** Lines about a unit that say this. */
function said(unit: string, pattern: RegExp): boolean {
  return machine.console.some(line => line.includes(`${unit}.service`) && pattern.test(line))
}

test.each([
  ['always', 'KILL', true],
  ['on-failure', 'KILL', true],
  ['on-failure', 'TERM', false],
  ['no', 'KILL', false],
])('Restart=%s after SIG%s: %s', async (name, signal, comesBack) => {
  machine.ctl('reset-failed', name)
  machine.ctl('restart', name)
  const since = machine.console.length
  machine.ctl('kill', `--signal=${signal}`, '--kill-whom=main', name)
  if (comesBack) {
    await machine.line(new RegExp(`Started ${name}\\.service`), since)
    expect(machine.show('NRestarts', name)).toBe('1')
  } else {
    expect(machine.ctl('show', '-P', 'NRestarts', name).out.trim()).toBe('0')
    expect(['failed', 'inactive']).toContain(machine.show('ActiveState', name))
  }
})

test('a service that ends too often is given up', async () => {
  machine.ctl('start', 'loops')
  await machine.line(/loops\.service: Start request repeated too quickly/)
  expect(machine.show('ActiveState', 'loops')).toBe('failed')
})

test('RestartPreventExitStatus= and SuccessExitStatus= say which ends are final', async () => {
  machine.ctl('start', 'prevented')
  await machine.line(/prevented\.service: Failed with result 'exit-code'/)
  expect(machine.show('NRestarts', 'prevented')).toBe('0')
  const since = machine.console.length
  machine.ctl('start', 'succeeds')
  await machine.line(/Started succeeds\.service/, since)
  expect(['', 'success']).toContain(machine.show('Result', 'succeeds'))
  expect(said('succeeds', /Failed with result/)).toBe(false)
})

test('OnFailure= starts its unit', async () => {
  expect(machine.ctl('start', 'handled').code).toBe(1)
  expect(await machine.line(/handler\[\d+\]: handling/)).toBeDefined()
})

test('a unit bound to another goes down with it', async () => {
  machine.ctl('start', 'needs')
  const since = machine.console.length
  machine.ctl('kill', '--signal=KILL', 'needed')
  await machine.line(/Stopped needs\.service/, since)
  expect(machine.show('ActiveState', 'needs')).toBe('inactive')
})

test('who ignores SIGTERM is killed after TimeoutStopSec=', async () => {
  machine.ctl('start', 'stubborn')
  await machine.line(/stubborn\[\d+\]: ready/)
  machine.ctl('stop', 'stubborn')
  expect(machine.show('Result', 'stubborn')).toBe('timeout')
  expect(await machine.line(/stubborn\.service: State 'stop-sigterm' timed out\. Killing\./)).toBeDefined()
})

test('a service is stopped whole, also what left its session and cleared its environment', () => {
  machine.ctl('start', 'whole')
  machine.ctl('stop', 'whole')
  expect([processes('sleep 1001'), processes('sleep 1002'), processes('sleep 1003')]).toEqual([0, 0, 0])
})

test('KillMode=process ends the main process alone, mixed everything', () => {
  machine.ctl('start', 'main-only', 'mixed')
  machine.ctl('stop', 'main-only', 'mixed')
  expect([processes('sleep 2001'), processes('sleep 2003')]).toEqual([1, 0])
  expect([processes('sleep 3001'), processes('sleep 3003')]).toEqual([0, 0])
})

test('KillSignal= is what a service is asked with', async () => {
  machine.ctl('start', 'asked')
  await machine.line(/asked\[\d+\]: ready/)
  machine.ctl('stop', 'asked')
  expect(await machine.line(/asked\[\d+\]: interrupted/)).toBeDefined()
})

test('TimeoutStartSec=, RuntimeMaxSec= and WatchdogSec= end what takes too long', async () => {
  expect(machine.ctl('start', 'slow').code).toBe(1)
  expect(machine.show('Result', 'slow')).toBe('timeout')
  machine.ctl('start', 'limited')
  await machine.line(/limited\.service: Failed with result 'timeout'/)
  machine.ctl('start', 'watched')
  await machine.line(/watched\.service: Failed with result 'watchdog'/)
})
