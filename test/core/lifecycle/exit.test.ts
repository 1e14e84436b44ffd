import { expect, test } from '@jest/globals'
import type { Exit } from '#core/base/linux/exit.ts'
import { resultOf } from '#core/lifecycle/exit.ts'

const none = { statuses: [], signals: [] }
const end = (how: Exit['how'], status: number) => ({ pid: 7, how, status })

test('a command must exit with 0, a daemon may end by a signal that asks it to', () => {
  expect(resultOf(end('exited', 0), 'command', none)).toBe('success')
  expect(resultOf(end('exited', 3), 'daemon', none)).toBe('exit-code')
  const polite = [1, 2, 13, 15].map(signal => resultOf(end('killed', signal), 'daemon', none))
  expect(polite).toEqual(['success', 'success', 'success', 'success'])
  expect(resultOf(end('killed', 15), 'command', none)).toBe('signal')
  expect(resultOf(end('killed', 9), 'daemon', none)).toBe('signal')
})

test('a core is never a success, unless it was allowed', () => {
  expect(resultOf(end('dumped', 15), 'daemon', none)).toBe('core-dump')
  expect(resultOf(end('dumped', 6), 'daemon', { statuses: [], signals: [6] })).toBe('success')
})

test('SuccessExitStatus= tells numbers of exits and of signals apart', () => {
  const good = { statuses: [5, 6], signals: [10] }
  expect(resultOf(end('exited', 5), 'command', good)).toBe('success')
  expect(resultOf(end('killed', 5), 'command', good)).toBe('signal')
  expect(resultOf(end('exited', 10), 'command', good)).toBe('exit-code')
  expect(resultOf(end('killed', 10), 'command', good)).toBe('success')
})
