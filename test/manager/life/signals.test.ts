import { expect, test } from '@jest/globals'
import { meaningOf } from '#manager/life/signals.ts'

test('SIGTERM, SIGINT and SIGRTMIN+3 all mean the end', () => {
  for (const signal of [15, 2, 34 + 3]) {
    expect(meaningOf(signal)).toMatchObject({ do: 'end', force: false })
  }
})

test('SIGRTMIN+13 to +16 end at once', () => {
  expect(meaningOf(34 + 14)).toEqual({ do: 'end', kind: 'poweroff', force: true })
})

test('SIGRTMIN+20 to +25 are as systemd(1) has them; +24 is for users only', () => {
  expect([20, 21, 22, 23, 24, 25].map(n => meaningOf(34 + n))).toEqual([
    { do: 'show-status', on: true },
    { do: 'show-status', on: false },
    { do: 'log-level', level: 'debug' },
    { do: 'log-level', level: 'info' },
    { do: 'nothing' },
    { do: 'reexecute' },
  ])
})

test('SIGHUP reads the units again', () => {
  expect(meaningOf(1)).toEqual({ do: 'reload' })
})

test('what nobody has a use for does nothing', () => {
  expect(meaningOf(28)).toEqual({ do: 'nothing' })
  expect(meaningOf(34 + 9)).toEqual({ do: 'nothing' })
})
