import { expect, test } from '@jest/globals'
import { errnoName, errnoNumber, errnoText, isErrnoName } from '#core/base/linux/errno.ts'

test('error numbers, names and texts are those of Linux', () => {
  expect(errnoName(2)).toBe('ENOENT')
  expect(errnoNumber('ENOENT')).toBe(2)
  expect(errnoText('ENOENT')).toBe('No such file or directory')
})

test('the error systemd gives for an unknown specifier reads "Invalid slot"', () => {
  expect(errnoText('EBADSLT')).toBe('Invalid slot')
})

test('a number that Linux does not have is EINVAL', () => {
  expect(errnoName(4095)).toBe('EINVAL')
})

test('isErrnoName() knows names only in capitals', () => {
  expect(isErrnoName('EPERM')).toBe(true)
  expect(isErrnoName('eperm')).toBe(false)
})
