import { expect, test } from '@jest/globals'
import { consoleMode } from '#manager/log/console-mode.ts'

const alone = {
  isTerminal: false,
  inputIsHeld: false,
  hasCommand: false,
  wanted: undefined,
  showStatus: null,
  forwards: null,
}

test('the output is ours with a terminal, and where nobody holds the input', () => {
  const ours = { status: true, lines: 'prefix', isForeign: false }
  expect(consoleMode(alone)).toEqual(ours)
  expect(consoleMode({ ...alone, isTerminal: true, inputIsHeld: true })).toEqual(ours)
})

test('it is the job’s with a command, and where somebody holds the input', () => {
  const theirs = { status: false, lines: 'none', isForeign: true }
  expect(consoleMode({ ...alone, inputIsHeld: true })).toEqual(theirs)
  expect(consoleMode({ ...alone, hasCommand: true, isTerminal: true })).toEqual(theirs)
})

test('what is asked for is shown all the same, and only that', () => {
  const job = { ...alone, hasCommand: true }
  expect(consoleMode({ ...job, showStatus: true })).toMatchObject({ status: true, lines: 'none' })
  expect(consoleMode({ ...job, forwards: true })).toMatchObject({ status: false, lines: 'prefix' })
  expect(consoleMode({ ...job, wanted: 'json' })).toMatchObject({ status: true, lines: 'json' })
  expect(consoleMode({ ...alone, wanted: 'none' })).toMatchObject({ status: false, lines: 'none' })
  expect(consoleMode({ ...alone, forwards: false })).toMatchObject({ status: true, lines: 'none' })
  expect(consoleMode({ ...alone, wanted: 'loud' })).toMatchObject({ status: true, lines: 'prefix' })
})
