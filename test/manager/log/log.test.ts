import { expect, test } from '@jest/globals'
import { Log } from '#manager/log/log.ts'

test('nobody whose name or output is told can steer the terminal, but our own marks are coloured', () => {
  const lines: string[] = []
  const log = new Log({
    realtime: () => 0,
    writeLine: line => lines.push(line),
    colors: true,
    console: { status: true, lines: 'prefix', isForeign: false },
    pid: 1,
    invocationOf: () => 'f00',
  })
  log.say('a.service', 'notice', 'Killing process 7 (\u001b]0;x\u0007)')
  log.say('a.service', 'info', 'Started it.', 'ok')
  expect(lines).toEqual(['systemd[1]: Killing process 7 (\ufffd]0;x\ufffd)', '[\u001b[32m  OK  \u001b[0m] Started it.'])
  expect(log.last('a.service', 5).map(({ text }) => text)).toEqual([
    'Killing process 7 (\ufffd]0;x\ufffd)',
    'Started it.',
  ])
})

test('what a service prints and what is said of it are told apart by fields', () => {
  const lines: string[] = []
  const parts = {
    realtime: () => 5,
    writeLine: (line: string) => lines.push(line),
    colors: false,
    console: { status: true, lines: 'prefix' as const, isForeign: false },
    pid: 1,
  }
  const log = new Log({ ...parts, invocationOf: () => 'f00' })
  log.output({ unit: 'a.service', identifier: 'a[b]', pid: 9 }, 'hello')
  log.say('a.service', 'info', 'kept, but not shown')
  log.say(null, 'warning', 'about everything')
  const all = { at: 5, unit: 'a.service', invocation: 'f00', priority: 'info', mark: null }
  expect(log.last('a.service', 5)).toEqual([
    { ...all, pid: 9, identifier: 'a[b]', transport: 'stdout', text: 'hello' },
    { ...all, pid: 1, identifier: 'systemd', transport: 'driver', text: 'kept, but not shown' },
  ])
  expect(lines).toEqual(['a[b][9]: hello', 'systemd[1]: about everything'])
})
