import { expect, test } from '@jest/globals'
import { Log } from '#manager/log/log.ts'

test('nobody whose name or output is told can steer the terminal, but our own marks are coloured', () => {
  const lines: string[] = []
  const log = new Log({ realtime: () => 0, writeLine: line => lines.push(line), colors: true, pid: 1 })
  log.say('a.service', 'notice', 'Killing process 7 (\u001b]0;x\u0007)')
  log.say('a.service', 'info', 'Started it.', 'ok')
  expect(lines).toEqual(['systemd[1]: Killing process 7 (\ufffd]0;x\ufffd)', '[\u001b[32m  OK  \u001b[0m] Started it.'])
  expect(log.last('a.service', 5).map(({ text }) => text)).toEqual([
    'Killing process 7 (\ufffd]0;x\ufffd)',
    'Started it.',
  ])
})
