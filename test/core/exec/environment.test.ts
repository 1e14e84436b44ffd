import { expect, test } from '@jest/globals'
import { buildEnvironment, type EnvironmentSources, loginVariables } from '#core/exec/environment.ts'

function build(sources: Partial<EnvironmentSources>): readonly string[] {
  const nothing = { manager: [], own: [], inherited: [], passed: [], unit: [], files: [], unset: [] }
  return buildEnvironment({ ...nothing, ...sources })
}

test('the later source wins: manager, own, passed, unit, files', () => {
  expect(build({ manager: ['A=1', 'B=1'], own: ['B=2', 'C=2'] })).toEqual(['A=1', 'B=2', 'C=2'])
  expect(build({ manager: ['A=1'], unit: ['A=2'], files: [['A=3'], ['A=4']] })).toEqual(['A=4'])
  expect(build({ inherited: ['A=1'], passed: ['A'], unit: ['A=2'] })).toEqual(['A=2'])
})

test('PassEnvironment= picks what the manager was started with, and nothing that is not there', () => {
  expect(build({ inherited: ['A=1', 'B=2'], passed: ['B', 'C'] })).toEqual(['B=2'])
})

test('UnsetEnvironment= takes names and exact assignments away', () => {
  expect(build({ unit: ['A=1', 'B=2', 'C=3'], unset: ['A', 'B=2', 'C=x'] })).toEqual(['C=3'])
})

test('what is no assignment is left out', () => {
  expect(build({ manager: ['A=1', 'no assignment', '1B=2'] })).toEqual(['A=1'])
})

test('an account that cannot log in has no shell, and one without a home no HOME', () => {
  const user = { name: 'www', uid: 33, gid: 33, home: '/', shell: '/usr/sbin/nologin' }
  expect(loginVariables(user)).toEqual(['LOGNAME=www', 'USER=www'])
  expect(loginVariables({ ...user, home: '/var/www', shell: '/bin/sh' })).toEqual([
    'HOME=/var/www',
    'LOGNAME=www',
    'USER=www',
    'SHELL=/bin/sh',
  ])
})
