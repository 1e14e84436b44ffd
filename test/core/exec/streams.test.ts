import { expect, test } from '@jest/globals'
import { needsLog, streamsOf } from '#core/exec/streams.ts'
import type { ExecSettings } from '#core/unit/directives/exec.ts'
import { service } from '../../fake/units.ts'

const { exec } = service('a.service')
const sockets = [
  { fd: 8, name: 'web' },
  { fd: 9, name: 'admin' },
]
const streams = (settings: Partial<ExecSettings>, data: number | null = null) =>
  streamsOf({ ...exec, ...settings }, { log: 5, data, sockets })

test('a service reads nothing and writes to the log unless it says otherwise', () => {
  expect(streams({})).toEqual({
    input: { from: 'null' },
    output: { to: 'descriptor', fd: 5 },
    error: { to: 'inherit-stdout' },
  })
  expect(needsLog(exec)).toBe(true)
})

test('a terminal that is read is written to as well', () => {
  const both = streams({ StandardInput: { from: 'tty-force' }, StandardOutput: { to: 'inherit' } })
  expect([both.input, both.output]).toEqual([{ from: 'tty', steal: 'force' }, { to: 'inherit-stdin' }])
})

test('output that is inherited from nothing goes nowhere', () => {
  expect(streams({ StandardOutput: { to: 'inherit' } }).output).toEqual({ to: 'null' })
})

test('files are written, appended to or emptied', () => {
  const to = (StandardOutput: ExecSettings['StandardOutput']) => streams({ StandardOutput }).output
  expect(to({ to: 'file', path: '/a' })).toEqual({ to: 'file', path: '/a', mode: 'write' })
  expect(to({ to: 'append', path: '/a' })).toEqual({ to: 'file', path: '/a', mode: 'append' })
  expect(to({ to: 'truncate', path: '/a' })).toEqual({ to: 'file', path: '/a', mode: 'truncate' })
})

test('StandardInputText= comes out of a memory file, which output does not go to', () => {
  const { input, output } = streams({ StandardInput: { from: 'data' }, StandardOutput: { to: 'inherit' } }, 7)
  expect([input, output]).toEqual([{ from: 'descriptor', fd: 7 }, { to: 'null' }])
})

test('a socket is read and written: the first, one by name, or the one named like the stream', () => {
  const both = streams({ StandardInput: { from: 'socket' }, StandardOutput: { to: 'inherit' } })
  expect([both.input, both.output]).toEqual([{ from: 'descriptor', fd: 8 }, { to: 'inherit-stdin' }])
  expect(streams({ StandardOutput: { to: 'fd', name: 'admin' } }).output).toEqual({ to: 'descriptor', fd: 9 })
  expect(streams({ StandardInput: { from: 'fd', name: null } }).input).toEqual({ from: 'null' })
})

test('a service that writes to files only needs no log', () => {
  expect(needsLog({ ...exec, StandardOutput: { to: 'null' }, StandardError: { to: 'inherit' } })).toBe(false)
})
