import { expect, test } from '@jest/globals'
import { type Act, command, exited, play, populated } from '../../fake/play.ts'
import { command as program, service } from '../../fake/units.ts'

const forking = (settings: Parameters<typeof service>[1] = {}) =>
  service('a.service', { Type: 'forking', PIDFile: '/run/a.pid', ...settings })
const forked: readonly Act[] = [populated(true), { type: 'start' }, command(7), exited(7)]
const file = (pid: number | null): Act => ({
  type: 'pid-file',
  outcome: pid === null ? { found: 'nothing', reason: 'No such file' } : { found: 'process', pid, alien: false },
})

test('the process in the PID file is the main one', () => {
  const { phases, state } = play(forking(), [...forked, file(9)])
  expect(phases).toEqual(['start', 'running'])
  expect(state.main).toMatchObject({ is: 'alive', pid: 9 })
})

test('the file is waited for with ExecStartPost=, which may write it', () => {
  const unit = forking({ ExecStartPost: [program('/bin/post')] })
  const { phases } = play(unit, [...forked, file(null), command(8), exited(8), file(9)])
  expect(phases).toEqual(['start', 'start-post', 'running'])
})

test('a file that never comes is a broken protocol once nobody is left to write it', () => {
  const { phases, state } = play(forking(), [...forked, populated(false), file(null)])
  expect(phases.at(-1)).toBe('failed')
  expect(state.result).toBe('protocol')
})

test('a file that changes while the service runs names a new main process', () => {
  const { state } = play(forking(), [...forked, file(9), file(11)])
  expect(state.main).toMatchObject({ pid: 11 })
})

test('what is on its way down gets no new main process', () => {
  const { state } = play(forking(), [...forked, file(9), { type: 'stop' }, file(11)])
  expect(state.main).toMatchObject({ pid: 9 })
})

test('without a PID file the only child that is left is taken for the main process', () => {
  const guessed: Act = { type: 'main-guessed', pid: 9 }
  const { phases, state, effects } = play(forking({ PIDFile: '' }), [...forked, guessed])
  expect(effects.some(effect => effect.do === 'guess-main')).toBe(true)
  expect(phases).toEqual(['start', 'running'])
  expect(state.main).toMatchObject({ pid: 9 })
})

test('several children are as good as none: the service runs without a main process', () => {
  const { phases, state } = play(forking({ PIDFile: '' }), [...forked, { type: 'main-guessed', pid: null }])
  expect(phases).toEqual(['start', 'running'])
  expect(state.main.is).toBe('none')
})

test('a starter that fails fails the service', () => {
  const { phases, state } = play(forking(), [{ type: 'start' }, command(7), exited(7, 1)])
  expect(phases.at(-1)).toBe('failed')
  expect(state.result).toBe('exit-code')
})
