import { expect, test } from '@jest/globals'
import { readArguments } from '#manager/life/arguments.ts'

const none = {
  units: [],
  command: [],
  waitFor: null,
  exitWith: null,
  stopTimeoutUs: null,
  showStatus: null,
  logLevel: null,
  unknown: [],
}
const read = (...argv: readonly string[]) => readArguments(argv)

test('`init` names units, and behind `--` a command with options of its own', () => {
  expect(read()).toEqual({ ok: true, value: none })
  expect(read('init', 'a', 'b.socket')).toEqual({ ok: true, value: { ...none, units: ['a.service', 'b.socket'] } })
  expect(read('init', '--', 'sh', '-c', 'exit 1', '--')).toEqual({
    ok: true,
    value: { ...none, command: ['sh', '-c', 'exit 1', '--'] },
  })
})

test('options take their value in the same word or the next', () => {
  const options = ['--wait-for=db.service', '--exit-with', 'job', '--stop-timeout=1min 5s', '--show-status=no']
  expect(read('init', ...options, '--log-level', 'debug')).toEqual({
    ok: true,
    value: {
      ...none,
      waitFor: 'db.service',
      exitWith: 'job.service',
      stopTimeoutUs: 65_000_000,
      showStatus: false,
      logLevel: 'debug',
    },
  })
})

test('what the role was chosen by means nothing more, and what nobody knows is told', () => {
  expect(read('-1', '--system', '--what', '3')).toEqual({ ok: true, value: { ...none, unknown: ['--what'] } })
})

test.each(['soon', '0', '', 'infinity'])('a stop cannot take %p', text => {
  const found = read('init', `--stop-timeout=${text}`)
  expect(found.ok ? found.value : found.error).toMatch(/is no span of time/)
})
