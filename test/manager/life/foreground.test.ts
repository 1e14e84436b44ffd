import { expect, test } from '@jest/globals'
import { commandText } from '#manager/life/foreground.ts'
import { boot, Running } from '../../fake/running.ts'

const SIGTERM = 15
const SIGUSR1 = 10
const units = {
  'multi-user.target':
    '[Unit]\nRequires=basic.target\nAfter=basic.target\nAllowIsolate=yes\nWants=web.service slow.service\nAfter=slow.service\n',
  'web.service': '[Service]\nExecStart=/bin/daemon\n',
  'slow.service': '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/slow\n',
}
const programs = {
  '/bin/slow': (self: { after(us: number, act: () => void): void; exit(code: number): void }) =>
    self.after(1_000_000, () => self.exit(0)),
}
const withCommand = { units, programs, args: ['init', '--', '/bin/job', 'x y'] }

test('a command runs once the boot is done, and its exit status is the container’s after all is stopped', async () => {
  const on = await boot({
    ...withCommand,
    programs: { ...programs, '/bin/job': self => self.after(1_000_000, () => self.exit(7)) },
  })
  expect(on.machine.process('/bin/job')).toBeUndefined()
  await on.pass(1.5)
  expect(on.machine.process('/bin/job')?.argv).toEqual(['/bin/job', 'x y'])
  expect(on.machine.exitStatus).toBeNull()
  await on.pass(5)
  expect(on.machine.exitStatus).toBe(7)
  expect(on.machine.process('/bin/daemon')).toBeUndefined()
  expect(on.machine.lines).toEqual([])
})

test('it has the container’s environment and our own standard streams', async () => {
  const on = await boot({ ...withCommand, programs: { ...programs, '/bin/job': () => undefined } })
  await on.pass(2)
  const launch = on.machine.process('/bin/job')?.launch
  expect(launch?.process.environment).toEqual(['container=docker'])
  expect(launch?.streams.output).toEqual({ to: 'descriptor', fd: 1 })
  expect(launch?.process.inForeground).toBe(true)
})

test('signals are handed on, and a second that asks for the end stops everything', async () => {
  const got: number[] = []
  const on = await boot({
    ...withCommand,
    programs: {
      ...programs,
      '/bin/job': self => {
        self.onSignal(SIGUSR1, () => got.push(SIGUSR1))
        self.onSignal(SIGTERM, () => (got.push(SIGTERM) === 3 ? self.exit(0) : undefined))
      },
    },
  })
  await on.pass(2)
  for (const signal of [SIGUSR1, SIGTERM]) {
    on.machine.signal(signal)
  }
  await on.pass(1)
  expect(got).toEqual([SIGUSR1, SIGTERM])
  expect(on.machine.exitStatus).toBeNull()
  on.machine.signal(SIGTERM)
  await on.pass(5)
  expect(got).toEqual([SIGUSR1, SIGTERM, SIGTERM])
  expect(on.machine.exitStatus).toBe(0)
})

test('a command that a signal killed ends the container with 128 and its number', async () => {
  const on = await boot({ ...withCommand, programs: { ...programs, '/bin/job': self => self.signal(9) } })
  await on.pass(5)
  expect(on.machine.exitStatus).toBe(137)
})

test('the end is found also by the next manager after a crash', async () => {
  const on = await boot({ ...withCommand, programs: { ...programs, '/bin/job': () => undefined } })
  await on.pass(2)
  await on.crash()
  on.machine.process('/bin/job')?.exit(3)
  await on.pass(5)
  expect(on.machine.exitStatus).toBe(3)
})

test('--exit-with ends the container with a unit, not before it has really ended', async () => {
  let runs = 0
  const on = await boot({
    units: { 'job.service': '[Service]\nRestart=on-failure\nExecStart=/bin/job\n' },
    programs: {
      '/bin/job': self => {
        runs += 1
        self.exit(runs === 1 ? 5 : 0)
      },
    },
    args: ['init', '--exit-with=job'],
  })
  await on.pass(5)
  expect(runs).toBe(2)
  expect(on.machine.exitStatus).toBe(0)
})

test('--wait-for: without that unit there is no command, and the container ends with 1', async () => {
  const on = await boot({
    units: { 'db.service': '[Service]\nType=oneshot\nExecStart=/bin/false\n' },
    programs: { '/bin/job': self => self.exit(0) },
    args: ['init', '--wait-for=db.service', '--', '/bin/job'],
  })
  await on.pass(5)
  expect(on.executed()).not.toContain('/bin/job')
  expect(on.machine.exitStatus).toBe(1)
  expect(on.machine.errors.join('\n')).toContain('db.service')
})

test('a stop keeps within --stop-timeout, and a slow one names who is waited for', async () => {
  const stubborn = {
    units: {
      'multi-user.target': '[Unit]\nAllowIsolate=yes\nWants=stubborn.service\n',
      'stubborn.service': '[Service]\nExecStart=/bin/stubborn\n',
    },
    programs: {
      '/bin/stubborn': (self: { onSignal(signal: number): void }) => [1, 15].map(signal => self.onSignal(signal)),
    },
  }
  const hurried = await boot({ ...stubborn, args: ['--stop-timeout=10s'] })
  hurried.machine.signal(SIGTERM)
  await hurried.pass(7.9)
  expect(hurried.machine.exitStatus).toBeNull()
  await hurried.pass(2)
  expect(hurried.machine.exitStatus).toBe(0)

  const patient = await boot(stubborn)
  patient.machine.signal(SIGTERM)
  await patient.pass(9)
  expect(patient.machine.lines.join('\n')).toMatch(
    /Stopping takes over 8 s, waiting for stubborn\.service\. docker stop -t/,
  )
  expect(patient.machine.exitStatus).toBeNull()
  patient.machine.signal(SIGTERM)
  await patient.pass(4)
  expect(patient.machine.exitStatus).toBe(0)
})

test('every word comes back from the text of the unit as it was', async () => {
  const words = ['/bin/job', 'a "b" \\ %h $HOME', '', 'two\nlines', '-x', '; rm']
  const on = new Running({ programs: { '/bin/job': () => undefined }, args: ['init', '--', ...words] })
  await on.boot()
  await on.pass(1)
  expect(on.machine.process('/bin/job')?.argv).toEqual(words)
  expect(commandText('/bin/a', ['a'], 'b.service')).toContain('After=b.service\nRequires=b.service\n')
})
