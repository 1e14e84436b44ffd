import { expect, test } from '@jest/globals'
import { ownVariables, type ServiceFacts } from '#core/exec/own-variables.ts'
import { serviceExecution } from '#core/unit/execution.ts'
import { service } from '../../fake/units.ts'

const facts: ServiceFacts = {
  invocationId: 'ab',
  mainPid: null,
  mainExit: null,
  result: 'success',
  caller: null,
}
const told = (
  settings: Parameters<typeof service>[1],
  key: 'ExecStart' | 'ExecStartPre' | 'ExecStartPost' | 'ExecStop' | 'ExecStopPost',
  more: Partial<ServiceFacts> = {},
) => ownVariables(serviceExecution(service('a.service', settings)), key, { ...facts, ...more }, '/run/notify', [])

test('every command is told of its start', () => {
  expect(told({}, 'ExecStart')).toEqual(['INVOCATION_ID=ab', 'SYSTEMD_EXEC_PID='])
})

test('who may notify is told where, and how often it must', () => {
  expect(told({ Type: 'notify', WatchdogSec: 5_000_000n }, 'ExecStart').slice(2)).toEqual([
    'NOTIFY_SOCKET=/run/notify',
    'WATCHDOG_PID=',
    'WATCHDOG_USEC=5000000',
  ])
})

test('commands beside the main process have no watchdog to feed, and are told where to notify only if they may', () => {
  const settings = { Type: 'notify', WatchdogSec: 5_000_000n } as const
  expect(told({ ...settings, NotifyAccess: 'main' }, 'ExecStartPre').slice(2)).toEqual([])
  expect(told({ ...settings, NotifyAccess: 'exec' }, 'ExecStopPost')).toContain('NOTIFY_SOCKET=/run/notify')
  expect(told({ ...settings, NotifyAccess: 'all' }, 'ExecStartPost').slice(2)).toEqual(['NOTIFY_SOCKET=/run/notify'])
})

test('commands that stop are told of the main process and of how it ended', () => {
  expect(told({}, 'ExecStop', { mainPid: 7 }).slice(2)).toEqual(['MAINPID=7', 'SERVICE_RESULT=success'])
  const mainExit = { how: 'killed', status: 9 } as const
  expect(told({}, 'ExecStopPost', { mainExit, result: 'signal' }).slice(2)).toEqual([
    'SERVICE_RESULT=signal',
    'EXIT_CODE=killed',
    'EXIT_STATUS=KILL',
  ])
})

test('PIDFILE= is told where there is one', () => {
  expect(told({ PIDFile: '/run/a.pid' }, 'ExecStart')).toContain('PIDFILE=/run/a.pid')
})

test('a handler is told whom it handles and how that one ended, before and as it starts', () => {
  const mainExit = { how: 'exited', status: 3 } as const
  const caller = { unit: 'b.service', invocationId: 'cd', mainExit, result: 'exit-code' }
  const monitor = [
    'MONITOR_SERVICE_RESULT=exit-code',
    'MONITOR_EXIT_CODE=exited',
    'MONITOR_EXIT_STATUS=3',
    'MONITOR_INVOCATION_ID=cd',
    'MONITOR_UNIT=b.service',
  ]
  expect(told({}, 'ExecStartPre', { caller }).slice(2)).toEqual(monitor)
  expect(told({}, 'ExecStart', { caller }).slice(2)).toEqual(monitor)
  expect(told({}, 'ExecStartPost', { caller }).slice(2)).toEqual([])
})

test('of a caller that never ran there is no run to tell', () => {
  const caller = { unit: 'b.service', invocationId: '', mainExit: null, result: 'success' }
  expect(told({}, 'ExecStart', { caller }).slice(2)).toEqual([
    'MONITOR_SERVICE_RESULT=success',
    'MONITOR_UNIT=b.service',
  ])
})
