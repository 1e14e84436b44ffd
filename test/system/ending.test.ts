// The end of everything: in order where it is asked for politely, at once and without asking anybody where it is forced.
import { afterEach, expect, test } from '@jest/globals'
import { boot, type Machine, type MachineOptions } from './machine.ts'

let machine: Machine | undefined

afterEach(async () => {
  await machine?.end()
  machine = undefined
})

async function booted(options: MachineOptions): Promise<Machine> {
  machine = boot(options)
  await machine.line(/Reached target default\.target/)
  return machine
}

const keep = '[Service]\nExecStart=/bin/sleep infinity\nExecStop=/bin/sh -c "echo STOPPED"\n'
const [fails, succeeds] = ['/bin/false', '/bin/true'].map(path => `[Service]\nType=oneshot\nExecStart=${path}\n`)

const actors: Readonly<Record<string, string>> = {
  FailureAction: `FailureActionExitStatus=42\n${fails}`,
  SuccessAction: `SuccessActionExitStatus=42\n${succeeds}`,
  StartLimitAction: `StartLimitBurst=1\n${fails}`,
  JobTimeoutAction: 'JobTimeoutSec=100ms\n[Service]\nType=oneshot\nExecStart=/bin/sleep infinity\n',
}

/** Lets a unit ask for the end beside one that wants to be stopped well. */
async function endBy(directive: string, action: string): Promise<{ readonly code: number; readonly stopped: boolean }> {
  const m = await booted({
    boots: ['keep.service'],
    units: { 'keep.service': keep, 'actor.service': `[Unit]\n${directive}=${action}\n${actors[directive]}` },
  })
  await m.line(/Started keep\.service/)
  m.ctl('start', '--no-block', 'actor')
  if (directive === 'StartLimitAction') {
    await m.line(/Failed to start actor\.service/)
    m.ctl('start', '--no-block', 'actor')
  }
  const code = await m.exit
  return { code, stopped: m.console.some(line => line.endsWith(': STOPPED')) }
}

test.each([
  ['FailureAction', 'exit', 42],
  ['FailureAction', 'poweroff', 0],
  ['SuccessAction', 'exit', 42],
  ['StartLimitAction', 'exit', 0],
  ['JobTimeoutAction', 'exit', 0],
])('%s=%s stops everything in order', async (directive, action, expected) => {
  expect(await endBy(directive, action)).toEqual({ code: expected, stopped: true })
})

test.each([
  ['FailureAction', 'exit-force', 42],
  ['SuccessAction', 'reboot-force', 0],
  ['JobTimeoutAction', 'poweroff-immediate', 0],
])('%s=%s asks nobody', async (directive, action, expected) => {
  expect(await endBy(directive, action)).toEqual({ code: expected, stopped: false })
})

test.each([13, 14, 15, 16, 17])('SIGRTMIN+%d asks nobody', async number => {
  const m = await booted({ boots: ['keep.service'], units: { 'keep.service': keep } })
  await m.line(/Started keep\.service/)
  m.signal(34 + number)
  expect(await m.exit).toBe(0)
  expect(m.console.filter(line => line.endsWith(': STOPPED'))).toEqual([])
})

test.each([
  ['--force', 'poweroff'],
  ['--force', 'halt'],
  ['--force', '--force', 'reboot'],
])('systemctl %s %s asks nobody', async (...args) => {
  const m = await booted({ boots: ['keep.service'], units: { 'keep.service': keep } })
  await m.line(/Started keep\.service/)
  m.ctl(...args)
  expect(await m.exit).toBe(0)
  expect(m.console.filter(line => line.endsWith(': STOPPED'))).toEqual([])
})

test('an end amid which the manager crashes goes on', async () => {
  const slow = `${keep}ExecStop=/bin/sh -c "read line < /mnt/go"\n`
  const m = await booted({ boots: ['slow.service'], units: { 'slow.service': slow }, before: 'mkfifo $FILES/go' })
  await m.line(/Started slow\.service/)
  m.ctl('exit', '7')
  await m.line(/: STOPPED/)
  m.signal(11)
  await m.line(/The manager crashed/)
  m.run('sh', '-c', 'echo > /mnt/go')
  expect(await m.exit).toBe(7)
})

test('an end at once amid which the manager crashes goes on', async () => {
  const stubborn =
    '[Service]\nExecStart=/bin/sh -c "trap \'echo not yet\' TERM HUP; echo ready; while :; do sleep 1; done"\n'
  const m = await booted({ boots: ['stubborn.service'], units: { 'stubborn.service': stubborn } })
  await m.line(/: ready/)
  m.signal(34 + 14)
  await m.line(/: not yet/)
  m.signal(11)
  await m.line(/The manager crashed/)
  expect(await m.exit).toBe(0)
})

test('SIGRTMIN+21 hides how jobs end, SIGRTMIN+20 shows it again', async () => {
  const m = await booted({ units: { 'a.service': succeeds ?? '' } })
  m.signal(34 + 21)
  m.ctl('start', 'a')
  expect(m.ctl('show', '-P', 'ShowStatus').out).toBe('no\n')
  m.signal(34 + 20)
  m.ctl('start', 'a')
  await m.line(/Finished a\.service/)
  expect(m.console.filter(line => line.includes('Finished a.service'))).toHaveLength(1)
})
