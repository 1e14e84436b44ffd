// What a service is, by its type: when it is up, and in which order its commands run (systemd.service(5)).
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { boot, fixtures, type Machine } from './machine.ts'

const say = (text: string): string => `/bin/echo ${text}`
let machine: Machine

beforeAll(async () => {
  machine = boot({
    boots: ['last.service'],
    units: {
      'first.service': `[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=${say('first')}\n`,
      'last.service': `[Unit]\nRequires=first.service\nAfter=first.service\n[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=${say('last')}\n`,
      'simple.service': '[Service]\nExecStart=/bin/sleep infinity\n',
      'exec.service': '[Service]\nType=exec\nExecStart=/nowhere/program\n',
      'simply-missing.service': '[Service]\nExecStart=/nowhere/program\n',
      'steps.service': `[Service]\nType=oneshot\nRemainAfterExit=yes\nExecCondition=${say('condition')}\nExecStartPre=${say('pre')}\nExecStart=${say('one')}\nExecStart=${say('two')}\nExecStartPost=${say('post')}\nExecReload=${say('reload')}\nExecStop=${say('stop')}\nExecStopPost=${say('stop-post')}\n`,
      'unwanted.service': `[Service]\nType=oneshot\nExecCondition=/bin/false\nExecStart=${say('never')}\n`,
      'forks.service':
        '[Service]\nType=forking\nPIDFile=/run/forks.pid\nExecStart=/bin/sh -c "sleep infinity & echo $! > /run/forks.pid"\n',
      'guessed.service': '[Service]\nType=forking\nExecStart=/bin/sh -c "sleep infinity &"\n',
      'notifies.service': `[Service]\nType=notify\nExecStart=${fixtures}/notifies "STATUS=all is well" READY=1\n`,
      'idle.service': `[Service]\nType=idle\nExecStart=${say('idle')}\n`,
      'prefixes.service':
        '[Service]\nType=oneshot\nUser=nobody\nExecStartPre=-/bin/false\nExecStartPre=@/bin/sh renamed -c "echo name is $0"\nExecStartPre=+/bin/sh -c "echo full $$(id -u)"\nExecStart=:/bin/echo $HOME\nExecStartPost=/bin/sh -c "echo plain $$(id -u)"\n',
    },
  })
  await machine.line(/Reached target default\.target/)
})

afterAll(() => machine.end())

/** What a unit printed since the console had so many lines. */
function printed(unit: string, since: number): readonly string[] {
  return machine.console
    .slice(since)
    .flatMap(line => (line.startsWith(`${unit}[`) ? [line.slice(line.indexOf(': ') + 2)] : []))
}

/** Starts a unit and waits until what it prints has arrived: the manager's last word comes behind it. */
async function start(unit: string, last: RegExp): Promise<number> {
  const since = machine.console.length
  expect(machine.ctl('start', unit)).toMatchObject({ code: 0 })
  await machine.line(last, since)
  return since
}

test('a unit starts after those it is ordered after', () => {
  const order = machine.console.filter(line => /^(?:first|last)\[/.test(line)).map(line => line.replace(/\[\d+\]/, ''))
  expect(order).toEqual(['first: first', 'last: last'])
})

test('a simple service is up as soon as its process is there', () => {
  expect(machine.ctl('start', 'simple').code).toBe(0)
  expect(machine.show('SubState', 'simple')).toBe('running')
  expect(machine.run('kill', '-0', machine.show('MainPID', 'simple')).code).toBe(0)
})

test('an exec service has failed when its program could not be executed; a simple one is up before it fails', () => {
  expect(machine.ctl('start', 'exec').code).toBe(1)
  expect(machine.ctl('start', 'simply-missing').code).toBe(0)
  expect(machine.show('ExecMainStatus', 'exec')).toBe('203')
})

test('the commands of a oneshot run one after another, those for its end when it is stopped', async () => {
  const since = await start('steps', /steps\[\d+\]: post/)
  expect(machine.show('SubState', 'steps')).toBe('exited')
  machine.ctl('reload', 'steps')
  machine.ctl('stop', 'steps')
  await machine.line(/steps\[\d+\]: stop-post/, since)
  expect(printed('steps', since)).toEqual(['condition', 'pre', 'one', 'two', 'post', 'reload', 'stop', 'stop-post'])
})

test('ExecCondition= that ends with 1 skips the start without failing it', () => {
  expect(machine.ctl('start', 'unwanted').code).toBe(0)
  expect(machine.show('ActiveState', 'unwanted')).toBe('inactive')
  expect(machine.console.join('\n')).not.toMatch(/unwanted\[\d+\]: never/)
})

test('the main process of a forking service is the one its PID file names', () => {
  expect(machine.ctl('start', 'forks').code).toBe(0)
  expect(machine.run('cat', '/run/forks.pid').out.trim()).toBe(machine.show('MainPID', 'forks'))
})

test('without a PID file the only process that is left is the main one', () => {
  expect(machine.ctl('start', 'guessed').code).toBe(0)
  const pid = machine.show('MainPID', 'guessed')
  expect(machine.run('cat', `/proc/${pid}/comm`).out.trim()).toBe('sleep')
})

test('a notify service is up when it says so, and tells its status', () => {
  expect(machine.ctl('start', 'notifies').code).toBe(0)
  expect(machine.show('StatusText', 'notifies')).toBe('all is well')
})

test('an idle service runs when nothing else is to be done', async () => {
  const since = await start('idle', /idle\[\d+\]: idle/)
  expect(printed('idle', since)).toEqual(['idle'])
})

test('prefixes: - forgives, @ names, + keeps privileges, : expands nothing', async () => {
  const since = await start('prefixes', /prefixes\[\d+\]: plain/)
  expect(printed('prefixes', since)).toEqual(['name is renamed', 'full 0', '$HOME', 'plain 65534'])
})

test('what can be asked of a unit file that is not there', () => {
  expect(machine.ctl('start', 'nowhere')).toMatchObject({ code: 5, err: expect.stringContaining('not found') })
  expect(machine.show('LoadState', 'nowhere')).toBe('not-found')
})
