import { expect, test } from '@jest/globals'
import { ask, whichHold } from './ask.ts'

const kernel = (parameter: string) => ask('KernelVersion', parameter, { host: { kernelRelease: '6.18.4-x' } })

test('KernelVersion compares by operator, together with the version or apart', () => {
  expect([kernel('>=6.18'), kernel('> 6.18'), kernel('<6.2'), kernel('=6.18.4-x'), kernel('<>6.18.4-x')]).toEqual([
    true,
    true,
    false,
    true,
    false,
  ])
})

test.each([
  ['" >= 2.0 "', true],
  ['">= 2.0" " <= 60 " "!= 1.4"', true],
  ['" >= 2.0" " * " "*.*"', true],
  ['" >=" 2.0', true],
  ['">= " " 2.0"', 'EINVAL'],
])('KernelVersion passes over blanks that quotes have kept around words: %s', (parameter, holds) => {
  expect(kernel(parameter)).toBe(holds)
})

test('KernelVersion without an operator is a pattern', () => {
  expect([kernel('6.18*'), kernel('6.18'), kernel('$=*-x'), kernel('!$=*-x')]).toEqual([true, false, true, false])
})

test('KernelVersion wants every word to fit', () => {
  expect([kernel('>=6 <7'), kernel('>=6 <6.5'), kernel('"6.18*" >6')]).toEqual([true, false, true])
})

test('KernelVersion cannot judge an operator without a version', () => {
  expect([kernel('>'), kernel('>=6 <'), kernel('"open')]).toEqual(['EINVAL', 'EINVAL', 'EINVAL'])
})

const files = { '/etc/os-release': 'ID=debian\nVERSION_ID="13"\n' }

test('OSRelease compares fields, and one that is not there is empty', () => {
  const asked = ['ID=debian', 'ID$=deb*', 'VERSION_ID>=12 VERSION_ID<14', 'ID=debian VERSION_ID<13', 'VARIANT_ID!=x']
  expect(whichHold('OSRelease', asked, { files })).toEqual([asked[0], asked[1], asked[2], asked[4]])
})

test('OSRelease falls back to the file of the system', () => {
  expect(ask('OSRelease', 'ID=arch', { files: { '/usr/lib/os-release': 'ID=arch\n' } })).toBe(true)
})

test.each(['ID', 'ID=', 'ID = debian', '=x', 'I-D=x'])('OSRelease cannot judge %s', parameter => {
  expect(ask('OSRelease', parameter, { files })).toBe('EINVAL')
})
