import { expect, test } from '@jest/globals'
import { optionTable } from '#cli/command-line/option-table.ts'
import { chooseRole, optionsWithValue } from '#cli/role.ts'

const role = (argv0: string, argv: readonly string[], pid: number, isRunByInit = false) =>
  chooseRole({ argv0, argv, pid, isRunByInit: () => isRunByInit })
const init = { is: 'init' }
const command = { is: 'command' }

test('systemctl as PID 1 without a verb is the init', () => {
  expect(role('/usr/bin/systemctl', [], 1)).toEqual(init)
  expect(role('systemctl', ['--no-pager'], 1)).toEqual(init)
})

test('`init`, `default`, `-1` and `--init` ask for the init, too', () => {
  for (const argv of [['init'], ['default'], ['-1'], ['--init']]) {
    expect(role('systemctl', argv, 1)).toEqual(init)
  }
})

test('a verb is that verb even as PID 1, as in a Dockerfile', () => {
  expect(role('systemctl', ['enable', 'x.service'], 1)).toEqual(command)
  expect(role('systemctl', ['--root', '/mnt', 'is-enabled', 'x'], 1)).toEqual(command)
  expect(role('systemctl', ['--version'], 1)).toEqual(command)
})

test("an option's value is not taken for a verb", () => {
  expect(role('systemctl', ['-t', 'service'], 1)).toEqual(init)
})

test('`-1` and `--init` mean nothing as a value, or beside another verb', () => {
  for (const argv of [
    ['status', '-n', '-1', 'a'],
    ['status', '-1'],
    ['kill', '--signal', '--init', 'a'],
    ['start', '--', '-1'],
  ]) {
    expect(role('systemctl', argv, 77)).toEqual(command)
    expect(role('systemctl', argv, 1)).toEqual(command)
  }
})

test('without a verb systemctl lists units when it is not PID 1', () => {
  expect(role('systemctl', [], 77)).toEqual(command)
  expect(role('systemctl', ['default'], 77)).toEqual(command)
})

test('called as init or systemd it is the init of PID 1, and a command elsewhere', () => {
  expect(role('/sbin/init', ['3'], 1)).toEqual(init)
  expect(role('/usr/lib/systemd/systemd', [], 1)).toEqual(init)
  expect(role('/sbin/init', ['6'], 77)).toEqual(command)
})

test('`init` may name the units to start instead of the default target', () => {
  expect(role('systemctl', ['init', 'a.service', 'b'], 1)).toEqual(init)
  expect(role('systemctl', ['init', '--', 'nginx', '-g'], 1)).toEqual(init)
})

test('what a small init runs is the init of the container, where it says no more', () => {
  expect(role('systemctl', [], 7, true)).toEqual(init)
  expect(role('/sbin/init', [], 7, true)).toEqual(init)
  expect(role('systemctl', ['--failed'], 7, true)).toEqual(command)
  expect(role('systemctl', ['--version'], 7, true)).toEqual(command)
  expect(role('systemctl', ['status'], 7, true)).toEqual(command)
})

test('halt and its siblings are commands', () => {
  expect(role('/sbin/halt', [], 1)).toEqual(command)
})

test('the init knows of every option of systemctl whether a value follows it', () => {
  const rows = optionTable.filter(({ value }) => value === 'required')
  const names = rows.flatMap(({ short, long }) => [...(short ? [`-${short}`] : []), ...(long ? [`--${long}`] : [])])
  expect([...optionsWithValue].toSorted()).toEqual(names.toSorted())
})
