import { expect, test } from '@jest/globals'
import { type Act, command, exited, play, populated } from '../../../fake/play.ts'
import { command as program, service } from '../../../fake/units.ts'

const forking = (settings: Parameters<typeof service>[1] = {}) =>
  service('a.service', { Type: 'forking', PIDFile: '/run/a.pid', ...settings })
const forked: readonly Act[] = [populated(true), { type: 'start' }, command(7), exited(7)]
const file = (pid: number | null): Act => ({
  type: 'pid-file',
  outcome: pid === null ? { found: 'nothing', reason: 'No such file' } : { found: 'process', pid, alien: null },
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

test('a daemon that hands over to a new process and says so in its PID file goes on, as often as it likes', () => {
  const handOver = (from: number, to: number): Act => ({
    type: 'exited',
    exit: { pid: from, how: 'exited', status: 0 },
    successor: { pid: to, alien: null },
  })
  const { phases, state } = play(forking(), [...forked, file(9), handOver(9, 11), handOver(11, 13)])
  expect(phases).toEqual(['start', 'running'])
  expect(state).toMatchObject({ main: { pid: 13 }, mainRun: { pid: 13 }, result: 'success' })
})

test('a PID file that still names the process that ended is no successor', () => {
  const same: Act = { type: 'exited', exit: { pid: 9, how: 'exited', status: 1 }, successor: { pid: 9, alien: null } }
  expect(play(forking(), [...forked, file(9), same]).state.result).toBe('exit-code')
})

test('a main process that is no child of ours is watched', () => {
  const alien: Act = { type: 'pid-file', outcome: { found: 'process', pid: 9, alien: { startTime: 77 } } }
  const { effects, phases } = play(forking(), [...forked, populated(false), alien])
  expect(effects).toContainEqual({ do: 'watch-main', pid: 9, startTime: 77 })
  expect(phases).toEqual(['start', 'running'])
})

test('when the last process is gone the file is read once more, as it may name one that is none of ours', () => {
  const { effects, phases } = play(forking(), [...forked, file(null), populated(false), { type: 'emptied' }])
  expect(effects.filter(effect => effect.do === 'read-pid-file')).toHaveLength(2)
  expect(phases).toEqual(['start'])
})
