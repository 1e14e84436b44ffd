import { expect, test } from '@jest/globals'
import { isSignal, parseSignal, realtimeMax, realtimeMin, signalName, signalNumbers } from '#core/base/linux/signal.ts'

test.each([
  ['TERM', 15],
  ['SIGTERM', 15],
  ['15', 15],
  ['RTMIN', 34],
  ['SIGRTMIN+3', 37],
  ['RTMAX-14', 50],
])('%s is signal %d', (text, number) => {
  expect(parseSignal(text)).toEqual({ ok: true, value: number })
})

test.each(['sigterm', 'IOT', 'SIG15', 'RTMIN-1', 'RTMIN3', 'RTMAX+1', ''])('%j is no signal', text => {
  expect(parseSignal(text)).toEqual({ ok: false, error: 'EINVAL' })
})

test.each(['0', '65', 'RTMIN+31', 'RTMAX-31'])('%s is out of range', text => {
  expect(parseSignal(text)).toEqual({ ok: false, error: 'ERANGE' })
})

test('every signal is read by the name it is given', () => {
  const named = [...signalNumbers, realtimeMin, realtimeMin + 1, realtimeMax]
  expect(named.map(number => parseSignal(signalName(number)))).toEqual(named.map(value => ({ ok: true, value })))
})

test('numbers without a name are their own name; glibc keeps 32 and 33', () => {
  expect([signalName(32), signalName(65)]).toEqual(['32', '65'])
  expect([isSignal(32), isSignal(64), isSignal(65), isSignal(0)]).toEqual([true, true, false, false])
})
