import { expect, test } from '@jest/globals'
import type { Played } from '../../../fake/play.ts'
import { type Act, at, killed, play, populated, started } from '../../../fake/play.ts'
import { command, service } from '../../../fake/units.ts'

/** The next deadline passes, and the one after that. */
const later = (times: number): readonly Act[] =>
  Array.from({ length: times }, (_, index) => [at((index + 1) * 1000e6), { type: 'alarm' } as const]).flat()

function signals({ effects }: Played): readonly number[] {
  return effects.flatMap(effect => (effect.do === 'kill' ? [effect.signal] : []))
}

test.each([
  ['terminate', ['stop-sigterm'], [15]],
  ['abort', ['stop-watchdog'], [6]],
  ['kill', ['stop-sigkill'], [9]],
] as const)('TimeoutStartFailureMode=%s decides how a start ends that takes too long', (mode, phases, sent) => {
  const unit = service('a.service', { Type: 'notify', TimeoutStartFailureMode: mode })
  const played = play(unit, [populated(true), { type: 'start' }, started(7), ...later(1)])
  expect(played.phases.slice(1)).toEqual(phases)
  expect(signals(played)).toEqual(sent)
  expect(played.state.result).toBe('timeout')
})

test('TimeoutStopFailureMode=abort sends SIGABRT before it kills', () => {
  const unit = service('a.service', { TimeoutStopFailureMode: 'abort' })
  const acts: readonly Act[] = [populated(true), { type: 'start' }, started(7), { type: 'stop' }, ...later(2)]
  const played = play(unit, acts)
  expect(played.phases.slice(2)).toEqual(['stop-sigterm', 'stop-watchdog', 'stop-sigkill'])
  expect(signals(played)).toEqual([15, 6, 9])
})

test('processes that even SIGKILL does not end are left alone', () => {
  const unit = service('a.service')
  const acts: readonly Act[] = [populated(true), { type: 'start' }, started(7), { type: 'stop' }]
  const played = play(unit, [...acts, ...later(5)])
  expect(played.phases.at(-1)).toBe('failed')
  expect(played.state.result).toBe('timeout')
})

test('RuntimeRandomizedExtraSec= adds a part of itself to RuntimeMaxSec=, drawn for each run', () => {
  const unit = service('a.service', { RuntimeMaxSec: 5_000_000n, RuntimeRandomizedExtraSec: 4_000_000n })
  const deadline = (chance: number) =>
    play(unit, [{ type: 'around', around: { chance } }, { type: 'start' }, started(10)]).state.deadline
  expect([deadline(0), deadline(0.5), deadline(0.75)]).toEqual([6_000_000, 8_000_000, 9_000_000])
})

test('RuntimeMaxSec= ends a running service', () => {
  const played = play(service('a.service', { RuntimeMaxSec: 5_000_000n }), [
    { type: 'start' },
    started(7),
    ...later(1),
    killed(7, 15),
  ])
  expect(played.phases).toEqual(['start', 'running', 'stop-sigterm', 'failed'])
  expect(played.lines).toContain('Service reached runtime time limit. Stopping.')
})

test('a reload that takes too long is given up, and the service runs on', () => {
  const unit = service('a.service', { ExecReload: [command('/bin/reload')] })
  const played = play(unit, [
    { type: 'start' },
    started(7),
    { type: 'reload' },
    { type: 'spawned', role: 'control', pid: 8 },
    ...later(1),
  ])
  expect(played.phases).toEqual(['start', 'running', 'reload', 'running'])
  expect(played.state.reloadResult).toBe('timeout')
})

test('a service that says it reloads and never that it is done goes on reloading', () => {
  const nothing = { ready: false, stopping: false, status: null, mainPid: null, watchdog: null } as const
  const reloading = {
    ...nothing,
    errno: null,
    busError: null,
    varlinkError: null,
    reloading: { monotonic: null },
    watchdogUs: null,
    extendTimeoutUs: null,
    notifyAccess: null,
  } as const
  const acts: readonly Act[] = [{ type: 'start' }, started(7), { type: 'notified', message: reloading }]
  const played = play(service('a.service'), [...acts, ...later(2)])
  expect(played.state.phase.at).toBe('reload-notify')
  expect(played.state.reloadResult).toBe('timeout')
})

test('what KillMode=none leaves alive is waited for after ExecStopPost=', () => {
  const unit = service('a.service', { ExecStopPost: [command('/bin/clean')] }, { kill: { KillMode: 'none' } })
  const ended: Act = { type: 'exited', exit: { pid: 8, how: 'exited', status: 0 } }
  const control: Act = { type: 'spawned', role: 'control', pid: 8 }
  const stopping = play(unit, [{ type: 'start' }, started(7), { type: 'stop' }, control, ended])
  expect(stopping.phases.at(-1)).toBe('stop-post')
  const played = play(unit, later(1), stopping.state)
  expect([played.phases.at(-1), played.state.result]).toEqual(['failed', 'timeout'])
})
