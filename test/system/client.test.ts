// systemctl when things are not as they should be: its arguments, its streams, its rights, its manager.
import { spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { boot, type Machine, systemctl } from './machine.ts'

let m: Machine

beforeAll(async () => {
  m = boot({
    boots: ['a.service'],
    units: {
      'a.service': '[Service]\nExecStart=/bin/sleep infinity\n',
      'slow.service': '[Service]\nType=oneshot\nExecStart=/bin/sh -c "echo begun; read line < /mnt/go"\n',
      'bad.service': '[Service]\nType=oneshot\nExecStart=/bin/sh -c "echo the reason; exit 3"\n',
    },
    before: 'mkfifo $FILES/go',
  })
  await m.line(/Reached target default\.target/)
})

afterAll(() => m.end())

/** Begins a command inside that goes on; `ended` has its exit code and all it printed. */
function begin(...command: readonly string[]): { readonly ended: Promise<readonly [number | null, string]> } {
  const child = spawn('nsenter', ['--target', m.pid, '--mount', '--pid', '--root', '--wd=/', ...command])
  let text = ''
  child.stdout.on('data', data => (text += String(data)))
  child.stderr.on('data', data => (text += String(data)))
  return { ended: new Promise(resolve => child.once('close', code => resolve([code, text]))) }
}

const shell = (script: string) => m.run('bash', '-c', script, systemctl)

test('five thousand units as arguments each get their answer', () => {
  const names = Array.from({ length: 5000 }, (_, at) => `u${at}`)
  const asked = m.ctl('is-active', ...names, 'a')
  expect([asked.code, asked.out.trim().split('\n').length]).toEqual([0, 5001])
  expect(asked.out.trim().split('\n').at(-1)).toBe('active')
  const started = m.ctl('start', ...names)
  expect([started.code, started.err.trim().split('\n').length]).toEqual([5, 5000])
}, 60_000)

test.each([
  ['a/b', 'Invalid unit name "a/b" escaped as "a-b" (maybe you should use systemd-escape?).'],
  ['x y', 'Invalid unit name "x y" escaped as "x\\x20y" (maybe you should use systemd-escape?).'],
  ['nowhere', 'Failed to start nowhere.service: Unit nowhere.service not found.'],
])('of the name %j it says what is wrong', (name, words) => {
  expect(m.ctl('start', name).err.split('\n')[0]).toBe(words)
})

test('a pattern that nothing fits starts nothing, and it says why', () => {
  const { code, out, err } = m.ctl('start', 'nowhere*')
  expect([code, out, err.split('\n')[0]]).toEqual([0, '', 'Warning: systemctl start called with a glob pattern.'])
})

test.each([
  ['stat', "Unknown command verb 'stat', did you mean 'status'?"],
  ['resart', "Unknown command verb 'resart', did you mean 'restart'?"],
])('the nearest verb to %s is suggested', (verb, words) => {
  const { code, err } = m.ctl(verb, 'a')
  expect([code, err.trim()]).toEqual([1, words])
})

test('a reader that has enough, and one that is not there, are no fault', () => {
  expect(shell('"$0" list-unit-files | head -n 1; echo "${PIPESTATUS[@]}"').out).toMatch(/^UNIT FILE.*\n0 0\n$/)
  expect(shell('"$0" list-unit-files >&-; echo $?').out).toBe('0\n')
})

test('who may not change anything may look, and is told so when it tries', () => {
  const as = (...args: readonly string[]) => m.run('setpriv', '--reuid=65534', '--clear-groups', systemctl, ...args)
  expect(as('is-active', 'a').out).toBe('active\n')
  expect(as('status', 'a').out).toContain('Active: active (running)')
  for (const verb of ['start', 'stop', 'kill', 'mask', 'set-property']) {
    const more = verb === 'set-property' ? ['Markers=+needs-restart'] : []
    const { code, err } = as(verb, verb === 'mask' ? 'another' : 'a', ...more)
    expect([verb, code === 0]).toEqual([verb, false])
    expect(err).toMatch(/Access denied|Permission denied/)
  }
  expect(as('poweroff').err).toContain('Access denied')
  expect(m.ctl('is-active', 'a').out).toBe('active\n')
})

test('a failure is told with what to do next; on a terminal with the last lines of the service, too', () => {
  const { code, err } = m.ctl('start', 'bad')
  expect(code).toBe(1)
  expect(err).toContain('Job for bad.service failed because the control process exited with error code.')
  expect(err).toContain('systemctl status bad.service')
  expect(err).not.toContain('the reason')
  const { out } = m.run('script', '-qec', `${systemctl} start bad`, '/dev/null')
  expect(out).toContain('the reason')
  expect(out).toContain('systemctl status bad.service')
})

test('a manager that begins anew while a start is waited for ends the waiting with a word, not the start', async () => {
  const since = m.console.length
  const { ended } = begin(systemctl, 'start', 'slow')
  await m.line(/slow\[\d+\]: begun/, since)
  m.signal(11)
  expect(await ended).toEqual([1, 'Failed to wait for response: Connection reset by peer\n'])
  expect(m.ctl('is-active', 'slow').out).toBe('activating\n')
  m.run('sh', '-c', 'echo > /mnt/go')
  await m.line(/Finished slow\.service/, since)
})

test('a terminal that goes away takes the command with it, not what it started', async () => {
  const since = m.console.length
  // script(1) is the terminal.
  const { ended } = begin('script', '-qec', `${systemctl} start slow`, '/dev/null')
  await m.line(/slow\[\d+\]: begun/, since)
  m.run('pkill', '-KILL', '-x', 'script')
  await ended
  expect(m.run('pgrep', '-f', 'start slow').out).toBe('')
  m.run('sh', '-c', 'echo > /mnt/go')
  await m.line(/Finished slow\.service/, since)
})

test('a manager that does not answer is waited for no longer than was said', () => {
  m.signal(19)
  const { code, err } = m.run('env', 'SYSTEMD_BUS_TIMEOUT=300ms', systemctl, 'is-active', 'a')
  m.signal(18)
  expect([code, err]).toEqual([1, 'Failed to connect to system scope bus via local transport: Connection timed out\n'])
  expect(m.ctl('is-active', 'a').out).toBe('active\n')
})
