import { expect, test } from '@jest/globals'
import { restartDelay, shallRestart } from '#core/lifecycle/service/restart.ts'
import { initialService, type ServiceState } from '#core/lifecycle/service/state.ts'
import { restartPolicies } from '#core/unit/directives/service.ts'
import { service } from '../../../fake/units.ts'

type Result = ServiceState['result']

/** The policies that start a service again which ended so. */
function policies(result: Result): readonly string[] {
  return restartPolicies.filter(Restart =>
    shallRestart(service('a.service', { Restart }), { ...initialService, result }),
  )
}

// The table of systemd.service(5), Restart=.
test.each([
  ['success', ['on-success', 'always']],
  ['exit-code', ['on-failure', 'always']],
  ['signal', ['on-failure', 'on-abnormal', 'on-abort', 'always']],
  ['core-dump', ['on-failure', 'on-abnormal', 'on-abort', 'always']],
  ['timeout', ['on-failure', 'on-abnormal', 'always']],
  ['watchdog', ['on-failure', 'on-abnormal', 'on-watchdog', 'always']],
  ['exec-condition', []],
] as const)('a service that ended with %s is started again by %s', (result, expected) => {
  expect([...policies(result)].sort()).toEqual([...expected].sort())
})

test('a stop that was asked for is final', () => {
  const state = { ...initialService, result: 'exit-code', stopRequested: true } as const
  expect(shallRestart(service('a.service', { Restart: 'always' }), state)).toBe(false)
})

function ended(status: number, settings: Parameters<typeof service>[1]): boolean {
  const mainRun = { ...initialService.mainRun, pid: 7, exit: { how: 'exited', status } } as const
  return shallRestart(service('a.service', settings), { ...initialService, result: 'exit-code', mainRun })
}

test('RestartPreventExitStatus= and RestartForceExitStatus= overrule Restart=', () => {
  const set = { statuses: [3], signals: [] }
  expect(ended(3, { Restart: 'always', RestartPreventExitStatus: set })).toBe(false)
  expect(ended(4, { Restart: 'always', RestartPreventExitStatus: set })).toBe(true)
  expect(ended(3, { Restart: 'no', RestartForceExitStatus: set })).toBe(true)
  expect(ended(3, { Restart: 'no', RestartForceExitStatus: set, RestartPreventExitStatus: set })).toBe(false)
})

test('the delay is always the same without RestartSteps=', () => {
  const unit = service('a.service', { RestartSec: 5_000_000n, RestartMaxDelaySec: 80_000_000n })
  expect([0, 1, 9].map(restarts => restartDelay(unit, restarts))).toEqual([5_000_000n, 5_000_000n, 5_000_000n])
})

test('the delay grows by the same factor until RestartMaxDelaySec=', () => {
  const unit = service('a.service', { RestartSec: 1_000_000n, RestartMaxDelaySec: 16_000_000n, RestartSteps: 4 })
  expect([0, 1, 2, 3, 4, 40].map(restarts => Number(restartDelay(unit, restarts)) / 1e6)).toEqual([1, 2, 4, 8, 16, 16])
})

test('RestartForceExitStatus= does not start a oneshot again that has done its work', () => {
  const settings = { Type: 'oneshot', RestartForceExitStatus: { statuses: [3], signals: [] } } as const
  const mainRun = { ...initialService.mainRun, pid: 7, exit: { how: 'exited', status: 3 } } as const
  const unit = service('a.service', settings)
  expect(shallRestart(unit, { ...initialService, mainRun })).toBe(false)
  expect(shallRestart(unit, { ...initialService, mainRun, result: 'exit-code' })).toBe(true)
})
