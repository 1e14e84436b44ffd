import { expect, test } from '@jest/globals'
import type { NotifyMessage } from '#core/lifecycle/event.ts'
import { type Act, at, exited, killed, play, started } from '../../../fake/play.ts'
import { command, service } from '../../../fake/units.ts'

const silent: NotifyMessage = {
  ready: false,
  reloading: null,
  stopping: false,
  status: null,
  errno: null,
  busError: null,
  varlinkError: null,
  mainPid: null,
  watchdog: null,
  watchdogUs: null,
  extendTimeoutUs: null,
  notifyAccess: null,
}
const say = (message: Partial<NotifyMessage>): Act => ({ type: 'notified', message: { ...silent, ...message } })
const running: readonly Act[] = [{ type: 'start' }, started(7), say({ ready: true })]
const notify = (settings: Parameters<typeof service>[1] = {}) => service('a.service', { Type: 'notify', ...settings })
const second = 1_000_000

test('MAINPID= makes another process the main one', () => {
  const { state } = play(notify(), [...running, say({ mainPid: { pid: 9, alien: null } })])
  expect(state.main).toMatchObject({ is: 'alive', pid: 9 })
})

test('what becomes of the process that MAINPID= named is what became of ExecStart=', () => {
  const { state } = play(notify(), [...running, say({ mainPid: { pid: 9, alien: null } }), exited(9, 3)])
  expect(state.runs['ExecStart.0']).toMatchObject({ pid: 9, exit: { how: 'exited', status: 3 } })
})

test('a former main process that ends after MAINPID= does not end the service', () => {
  const { phases } = play(notify(), [...running, say({ mainPid: { pid: 9, alien: null } }), exited(7)])
  expect(phases.at(-1)).toBe('running')
})

test('NOTIFYACCESS= counts in the place of the unit file until the service has come to rest', () => {
  const open = play(notify(), [...running, say({ notifyAccess: 'all' }), say({ status: 'busy' })])
  expect(open.state.notifyAccess).toBe('all')
  expect(play(notify(), [{ type: 'stop' }, killed(7, 15)], open.state).state.notifyAccess).toBe(null)
})

test('STATUS= and ERRNO= are remembered until they are said anew', () => {
  const { state } = play(notify(), [...running, say({ status: 'busy', errno: 5 }), say({ watchdog: 'ping' })])
  expect([state.statusText, state.statusErrno]).toEqual(['busy', 5])
})

test('STOPPING=1 of a running service is a stop that nobody asked for', () => {
  const { phases } = play(notify(), [...running, say({ stopping: true }), exited(7)])
  expect(phases).toEqual(['start', 'running', 'stop-sigterm', 'dead'])
})

test('RELOADING=1 and READY=1 are the two ends of a reload', () => {
  const { phases } = play(notify(), [...running, say({ reloading: { monotonic: null } }), say({ ready: true })])
  expect(phases).toEqual(['start', 'running', 'reload-notify', 'running'])
})

test('notify-reload is reloaded by a signal, and waits for what is said after it', () => {
  const unit = service('a.service', { Type: 'notify-reload' })
  const { phases, effects } = play(unit, [
    { type: 'start' },
    started(7),
    say({ ready: true }),
    at(50 * second),
    { type: 'reload' },
    say({ reloading: { monotonic: 49 * second } }),
    say({ reloading: { monotonic: 51 * second } }),
    say({ ready: true }),
  ])
  expect(phases).toEqual(['start', 'running', 'reload-signal', 'reload-notify', 'running'])
  expect(effects.find(effect => effect.do === 'kill')).toMatchObject({ signal: 1, pids: [7] })
})

test('EXTEND_TIMEOUT_USEC= moves the deadline, never to an earlier time', () => {
  const unit = notify({ TimeoutStartSec: 10n * BigInt(second) })
  const start: readonly Act[] = [at(0), { type: 'start' }, started(7), at(9 * second)]
  expect(play(unit, [...start, say({ extendTimeoutUs: 30 * second })]).state.deadline).toBe(39 * second)
  expect(play(unit, [...start, say({ extendTimeoutUs: 1 })]).state.deadline).toBe(10 * second)
})

test('WATCHDOG=1 puts the end off, WATCHDOG=trigger is the end', () => {
  const unit = notify({ WatchdogSec: 10n * BigInt(second) })
  const pinged = play(unit, [at(second), ...running, at(8 * second), say({ watchdog: 'ping' })])
  expect(pinged.state.watchdog?.deadline).toBe(18 * second)
  const triggered = play(unit, [...running, say({ watchdog: 'trigger' }), killed(7, 6)])
  expect(triggered.phases.slice(-2)).toEqual(['stop-watchdog', 'failed'])
  expect(triggered.state.result).toBe('watchdog')
})

test('READY=1 of a simple service changes nothing', () => {
  const { phases } = play(service('a.service', { ExecStartPost: [command('/bin/post')] }), [
    { type: 'start' },
    started(7),
    say({ ready: true }),
  ])
  expect(phases).toEqual(['start', 'start-post'])
})

test('what people grep for: a watchdog that the service asks for, a main process that is not our child', () => {
  const { lines } = play(notify(), [
    ...running,
    say({ mainPid: { pid: 9, alien: { startTime: 5 } } }),
    say({ status: 'stuck' }),
    say({ watchdog: 'trigger' }),
  ])
  expect(lines).toContain("Supervising process 9 which is not our child. We'll most likely not notice when it exits.")
  expect(lines).toContain('Watchdog request (last status: stuck)!')
})
