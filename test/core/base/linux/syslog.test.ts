import { expect, test } from '@jest/globals'
import {
  parseSyslogFacility,
  parseSyslogLevel,
  readSyslogIdentifier,
  readSyslogPriority,
  syslogFacilities,
  syslogLevels,
} from '#core/base/linux/syslog.ts'

test('levels and facilities are read by name or number', () => {
  expect([parseSyslogLevel('err'), parseSyslogLevel('3')]).toEqual([
    { ok: true, value: 3 },
    { ok: true, value: 3 },
  ])
  expect(parseSyslogFacility('local7')).toEqual({ ok: true, value: 23 })
  expect([parseSyslogLevel('8'), parseSyslogLevel('ERR'), parseSyslogFacility('128')].map(found => found.ok)).toEqual([
    false,
    false,
    false,
  ])
})

test('each name stands at its number', () => {
  expect([syslogLevels[6], syslogFacilities[3], syslogFacilities[10]]).toEqual(['info', 'daemon', 'authpriv'])
})

test('a line may begin with who speaks', () => {
  expect(readSyslogIdentifier('sshd[12]: hello')).toEqual({ identifier: 'sshd', pid: '12', rest: 'hello' })
  expect(readSyslogIdentifier('cron:  two blanks')).toEqual({ identifier: 'cron', rest: ' two blanks' })
  expect(readSyslogIdentifier('a]: x')).toEqual({ identifier: 'a]', rest: 'x' })
  expect(readSyslogIdentifier('no colon here')).toEqual({ rest: 'no colon here' })
})

test('a line may begin with its level', () => {
  expect(readSyslogPriority('<3>bad', 'level')).toEqual({ priority: 3, rest: 'bad' })
  expect(readSyslogPriority('<30>bad', 'level')).toBeUndefined()
  expect(readSyslogPriority('<30>bad', 'facility')).toEqual({ priority: 30, rest: 'bad' })
  expect(['<>x', '<x>y', '<1234>z', ' <3>x', ''].map(line => readSyslogPriority(line, 'facility'))).toEqual(
    Array(5).fill(undefined),
  )
})
