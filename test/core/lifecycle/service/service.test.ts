import { expect, test } from '@jest/globals'
import { at, command, exited, killed, play, populated, started } from '../../../fake/play.ts'
import { command as program, service } from '../../../fake/units.ts'

const second = 1_000_000

test('a simple service is running as soon as it was forked', () => {
  const { phases } = play(service('a.service'), [{ type: 'start' }, started(7)])
  expect(phases).toEqual(['start', 'running'])
})

test('a service that may not be killed does not start beside the remains of its last run', () => {
  const unit = service('a.service', {}, { kill: { SendSIGKILL: false } })
  const { phases, state } = play(unit, [populated(true), { type: 'start' }])
  expect(phases).toEqual(['stop-sigterm'])
  expect(state.result).toBe('resources')
})

test('Type=exec waits until the program itself runs', () => {
  const { phases } = play(service('a.service', { Type: 'exec' }), [
    { type: 'start' },
    started(7),
    { type: 'handed-over', pid: 7 },
  ])
  expect(phases).toEqual(['start', 'running'])
})

test('a notify service is running once it says READY=1', () => {
  const ready = {
    ready: true,
    reloading: null,
    stopping: false,
    status: 'serving',
    errno: null,
    busError: null,
    varlinkError: null,
    mainPid: null,
    watchdog: null,
    watchdogUs: null,
    extendTimeoutUs: null,
    notifyAccess: null,
  } as const
  const { phases, state } = play(service('a.service', { Type: 'notify' }), [
    { type: 'start' },
    started(7),
    { type: 'notified', message: ready },
  ])
  expect(phases).toEqual(['start', 'running'])
  expect(state.statusText).toBe('serving')
})

test('a notify service that ends before it is ready has broken the protocol', () => {
  const { phases, state } = play(service('a.service', { Type: 'notify' }), [{ type: 'start' }, started(7), exited(7)])
  expect(phases).toEqual(['start', 'failed'])
  expect(state.result).toBe('protocol')
})

test('the commands of a oneshot run one after the other, and then it is dead again', () => {
  const unit = service('a.service', { Type: 'oneshot', ExecStart: [program('/bin/a'), program('/bin/b')] })
  const { phases, effects } = play(unit, [{ type: 'start' }, started(7), exited(7), started(8), exited(8)])
  expect(phases).toEqual(['start', 'dead'])
  expect(effects.filter(effect => effect.do === 'spawn').map(effect => effect.index)).toEqual([0, 1])
})

test('RemainAfterExit= keeps a oneshot active without processes', () => {
  const unit = service('a.service', { Type: 'oneshot', RemainAfterExit: true })
  const { phases } = play(unit, [{ type: 'start' }, started(7), exited(7), { type: 'stop' }])
  expect(phases).toEqual(['start', 'exited', 'dead'])
})

test('a oneshot stops at the first command that fails', () => {
  const unit = service('a.service', { Type: 'oneshot', ExecStart: [program('/bin/a'), program('/bin/b')] })
  const { phases, state } = play(unit, [{ type: 'start' }, started(7), exited(7, 1)])
  expect(phases).toEqual(['start', 'failed'])
  expect(state.result).toBe('exit-code')
})

test('the prefix - turns a failure into a success', () => {
  const unit = service('a.service', { Type: 'oneshot', ExecStart: [program('/bin/a', { ignoreFailure: true })] })
  expect(play(unit, [{ type: 'start' }, started(7), exited(7, 1)]).state.result).toBe('success')
})

test('ExecCondition= that exits with 1 to 254 skips the service, and 255 fails it', () => {
  const unit = service('a.service', { ExecCondition: [program('/bin/c')] })
  const skipped = play(unit, [{ type: 'start' }, command(6), exited(6, 1)])
  expect(skipped.phases).toEqual(['condition', 'dead'])
  expect(skipped.state.result).toBe('exec-condition')
  const failed = play(unit, [{ type: 'start' }, command(6), exited(6, 255)])
  expect(failed.phases).toEqual(['condition', 'failed'])
})

test('a forking service with a PID file is running when the file names a process', () => {
  const unit = service('a.service', { Type: 'forking', PIDFile: '/run/a.pid' })
  const { phases, state } = play(unit, [
    { type: 'start' },
    command(6),
    populated(true),
    exited(6),
    { type: 'pid-file', outcome: { found: 'process', pid: 9, alien: null } },
  ])
  expect(phases).toEqual(['start', 'running'])
  expect(state.main).toEqual({ is: 'alive', pid: 9, alien: null, index: null })
})

test('a PID file that is not there yet is waited for as long as something of the service lives', () => {
  const unit = service('a.service', { Type: 'forking', PIDFile: '/run/a.pid' })
  const nothing = { type: 'pid-file', outcome: { found: 'nothing', reason: 'not there yet' } } as const
  const waiting = play(unit, [{ type: 'start' }, command(6), populated(true), exited(6), nothing])
  expect(waiting.effects).toContainEqual({ do: 'watch-pid-file', on: true })
  expect(waiting.state.phase.at).toBe('start')
  const alone = play(unit, [{ type: 'start' }, command(6), exited(6), nothing])
  expect(alone.state.result).toBe('protocol')
})

test('a service that ignores SIGTERM is killed after TimeoutStopSec=', () => {
  const unit = service('a.service', { TimeoutStopSec: 5_000_000n })
  const { phases, effects } = play(unit, [
    { type: 'start' },
    started(7),
    populated(true),
    { type: 'stop' },
    at(6 * second),
    { type: 'alarm' },
    populated(false),
    killed(7, 9),
  ])
  expect(phases).toEqual(['start', 'running', 'stop-sigterm', 'stop-sigkill', 'failed'])
  expect(effects.filter(effect => effect.do === 'kill').map(effect => effect.signal)).toEqual([15, 9])
})

test('SendSIGKILL=no never kills', () => {
  const unit = service('a.service', { TimeoutStopSec: 5_000_000n }, { kill: { SendSIGKILL: false } })
  const { effects } = play(unit, [
    { type: 'start' },
    started(7),
    populated(true),
    { type: 'stop' },
    at(6 * second),
    { type: 'alarm' },
  ])
  expect(effects.filter(effect => effect.do === 'kill').map(effect => effect.signal)).toEqual([15, 15])
})

test('what the main process left behind is ended before the service is dead', () => {
  const { phases, effects } = play(service('a.service'), [
    { type: 'start' },
    started(7),
    populated(true),
    { type: 'stop' },
    killed(7, 15),
    populated(false),
    { type: 'emptied' },
  ])
  expect(phases).toEqual(['start', 'running', 'stop-sigterm', 'final-sigterm', 'dead'])
  expect(effects.filter(effect => effect.do === 'kill')).toHaveLength(2)
})

test('KillMode=process leaves the children alone', () => {
  const unit = service('a.service', {}, { kill: { KillMode: 'process' } })
  const { phases, effects } = play(unit, [
    { type: 'start' },
    started(7),
    populated(true),
    { type: 'stop' },
    killed(7, 15),
  ])
  expect(phases).toEqual(['start', 'running', 'stop-sigterm', 'dead'])
  expect(effects.filter(effect => effect.do === 'kill')).toMatchObject([{ pids: [7], all: false }])
})

test('ExecStop= runs before the signal, ExecStopPost= after the end', () => {
  const unit = service('a.service', { ExecStop: [program('/bin/s')], ExecStopPost: [program('/bin/p')] })
  const { phases } = play(unit, [
    { type: 'start' },
    started(7),
    populated(true),
    { type: 'stop' },
    command(8),
    exited(8),
    killed(7, 15),
    command(9),
    populated(false),
    exited(9),
  ])
  expect(phases).toEqual(['start', 'running', 'stop', 'stop-sigterm', 'stop-post', 'dead'])
})

test('Restart=on-failure starts again after RestartSec=, and counts', () => {
  const unit = service('a.service', { Restart: 'on-failure', RestartSec: 2_000_000n })
  const { phases, effects, state } = play(unit, [
    { type: 'start' },
    started(7),
    killed(7, 9),
    at(3 * second),
    { type: 'alarm' },
  ])
  expect(phases).toEqual(['start', 'running', 'auto-restart', 'auto-restart-queued'])
  expect(effects).toContainEqual({ do: 'restart' })
  expect(state.restarts).toBe(1)
})

test('watchers see a failure before they see the automatic restart, unless RestartMode=direct', () => {
  const seen = (mode: 'normal' | 'direct') =>
    play(service('a.service', { Restart: 'always', RestartMode: mode }), [
      { type: 'start' },
      started(7),
      killed(7, 9),
    ]).effects.flatMap(effect => (effect.do === 'changed' ? [effect.to] : []))
  expect(seen('normal')).toEqual(['activating', 'active', 'failed', 'activating'])
  expect(seen('direct')).toEqual(['activating', 'active', 'activating'])
})

test('a stop that somebody asked for is not undone by Restart=always', () => {
  const unit = service('a.service', { Restart: 'always' })
  const { phases } = play(unit, [{ type: 'start' }, started(7), { type: 'stop' }, killed(7, 15)])
  expect(phases.at(-1)).toBe('dead')
})

test('a daemon that ends by SIGTERM ended well, a oneshot did not', () => {
  expect(play(service('a.service'), [{ type: 'start' }, started(7), killed(7, 15)]).state.result).toBe('success')
  const oneshot = service('a.service', { Type: 'oneshot' })
  expect(play(oneshot, [{ type: 'start' }, started(7), killed(7, 15)]).state.result).toBe('signal')
})

test('a start that takes too long is ended, and the result is timeout', () => {
  const unit = service('a.service', { Type: 'notify', TimeoutStartSec: 5_000_000n })
  const { phases, state, lines } = play(unit, [
    { type: 'start' },
    started(7),
    populated(true),
    at(7 * second),
    { type: 'alarm' },
    populated(false),
    killed(7, 15),
  ])
  expect(phases).toEqual(['start', 'stop-sigterm', 'failed'])
  expect(state.result).toBe('timeout')
  expect(lines).toContain('start operation timed out. Terminating.')
})

test('the watchdog ends a service that does not ping in time', () => {
  const unit = service('a.service', { WatchdogSec: 3_000_000n })
  const { phases, state } = play(unit, [
    { type: 'start' },
    started(7),
    populated(true),
    at(5 * second),
    { type: 'alarm' },
    populated(false),
    killed(7, 6),
  ])
  expect(phases).toEqual(['start', 'running', 'stop-watchdog', 'failed'])
  expect(state.result).toBe('watchdog')
})

test('a command that cannot be started fails the service for lack of resources', () => {
  const { phases, state } = play(service('a.service'), [
    { type: 'start' },
    { type: 'spawn-failed', role: 'main', reason: 'Cannot allocate memory' },
  ])
  expect(phases).toEqual(['start', 'failed'])
  expect(state.result).toBe('resources')
})

test('reset-failed makes a failed service dead and forgets its restarts', () => {
  const { phases, state } = play(service('a.service'), [
    { type: 'start' },
    started(7),
    killed(7, 9),
    { type: 'reset-failed' },
  ])
  expect(phases).toEqual(['start', 'running', 'failed', 'dead'])
  expect(state).toMatchObject({ result: 'success', restarts: 0 })
})

test('ExecReload= runs beside the main process; its failure does not end the service', () => {
  const unit = service('a.service', { ExecReload: [program('/bin/r')] })
  const { phases, state } = play(unit, [{ type: 'start' }, started(7), { type: 'reload' }, command(8), exited(8, 1)])
  expect(phases).toEqual(['start', 'running', 'reload', 'running'])
  expect(state).toMatchObject({ reloadResult: 'exit-code', result: 'success' })
})

test('Type=dbus is running while its name is owned', () => {
  const { phases } = play(service('a.service', { Type: 'dbus', BusName: 'a.b' }), [
    { type: 'start' },
    started(7),
    { type: 'bus-name', owned: true },
    { type: 'bus-name', owned: false },
  ])
  expect(phases).toEqual(['start', 'running', 'stop-sigterm'])
})

test('what a service keeps is removed while it rests, and it rests again', () => {
  const { phases, effects, lines } = play(service('a.service'), [
    { type: 'clean', paths: ['/run/a'] },
    { type: 'cleaned', ok: true },
  ])
  expect(phases).toEqual(['cleaning', 'dead'])
  expect(effects).toContainEqual({ do: 'clean', paths: ['/run/a'] })
  expect(effects).toContainEqual(expect.objectContaining({ do: 'changed', from: 'inactive', to: 'maintenance' }))
  expect(lines).toEqual(['Deactivated successfully.'])
})

test('what cannot be removed makes the service fail; a start waits for the end of cleaning', () => {
  const { phases, state } = play(service('a.service'), [
    { type: 'clean', paths: ['/run/a'] },
    { type: 'start' },
    { type: 'cleaned', ok: false },
  ])
  expect(phases).toEqual(['cleaning', 'failed'])
  expect([state.result, state.cleanResult]).toEqual(['exit-code', 'exit-code'])
})

test('a service that is up keeps what it has', () => {
  const { phases } = play(service('a.service'), [{ type: 'start' }, started(7), { type: 'clean', paths: ['/run/a'] }])
  expect(phases).toEqual(['start', 'running'])
})

test('a stop, a deadline and the end of some process change nothing while a service is cleaned', () => {
  const { phases, state } = play(service('a.service'), [
    { type: 'clean', paths: ['/run/a'] },
    { type: 'stop' },
    { type: 'alarm' },
    { type: 'emptied' },
    exited(7),
    { type: 'cleaned', ok: true },
  ])
  expect(phases).toEqual(['cleaning', 'dead'])
  expect(state.stopRequested).toBe(false)
})
