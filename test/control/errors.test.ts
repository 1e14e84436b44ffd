import { expect, test } from '@jest/globals'
import { busError, busErrorOfErrno, errnoOfBusError } from '#control/errors.ts'

test.each([
  ['org.freedesktop.systemd1.NoSuchUnit', 'ENOENT'],
  ['org.freedesktop.systemd1.UnitMasked', 'ERFKILL'],
  ['org.freedesktop.systemd1.TransactionIsDestructive', 'EDEADLK'],
  ['org.freedesktop.systemd1.JobTypeNotApplicable', 'EBADR'],
  ['org.freedesktop.DBus.Error.AccessDenied', 'EACCES'],
  ['org.freedesktop.DBus.Error.NotSupported', 'EOPNOTSUPP'],
] as const)('%s is worth %s', (name, errno) => {
  expect(errnoOfBusError(busError(name, 'text'))).toBe(errno)
})

test('a name that is not known is worth EIO, and System.Error. names are worth the errno they name', () => {
  expect(errnoOfBusError({ name: 'com.example.Odd', message: '' })).toBe('EIO')
  expect(errnoOfBusError({ name: 'System.Error.ENXIO', message: '' })).toBe('ENXIO')
  expect(errnoOfBusError({ name: 'System.Error.EODD', message: '' })).toBe('EIO')
})

test('an errno becomes the name that sd-bus gives it', () => {
  expect(busErrorOfErrno('ENOENT')).toEqual({
    name: 'org.freedesktop.DBus.Error.FileNotFound',
    message: 'No such file or directory',
  })
  expect(busErrorOfErrno('EBUSY', 'Unit is busy.')).toEqual({ name: 'System.Error.EBUSY', message: 'Unit is busy.' })
})
