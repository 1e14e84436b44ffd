import { expect, test } from '@jest/globals'
import { exitStatus, exitStatuses, formatExitStatus, parseExitStatus } from '#core/base/linux/exit-status.ts'

test('exit statuses are read by name or number', () => {
  expect(parseExitStatus('EXEC')).toEqual({ ok: true, value: 203 })
  expect(parseExitStatus('7')).toEqual({ ok: true, value: 7 })
  expect(parseExitStatus('exec')).toEqual({ ok: false, error: 'EINVAL' })
  expect(parseExitStatus('256')).toEqual({ ok: false, error: 'ERANGE' })
})

test('the log shows number and name', () => {
  expect(formatExitStatus(203)).toBe('203/EXEC')
  expect(formatExitStatus(42)).toBe('42/n/a')
})

test('a status counts only for the classes that are asked for', () => {
  expect(exitStatus(2)?.name).toBe('INVALIDARGUMENT')
  expect(exitStatus(2, ['libc', 'systemd'])).toBeUndefined()
})

test('each number and each name is defined once', () => {
  expect(new Set(exitStatuses.map(status => status.code)).size).toBe(exitStatuses.length)
  expect(new Set(exitStatuses.map(status => status.name)).size).toBe(exitStatuses.length)
})
