import { expect, test } from '@jest/globals'
import {
  isValidUid,
  parseErrno,
  parseMode,
  parseNice,
  parseOomScoreAdjust,
  parsePid,
  parsePort,
  parseUid,
} from '#core/base/scalars.ts'

const value = (number: number) => ({ ok: true, value: number })
const error = (name: string) => ({ ok: false, error: name })

test('nice levels go from -20 to 19', () => {
  expect([parseNice('-20'), parseNice('+19')]).toEqual([value(-20), value(19)])
  expect([parseNice('20'), parseNice('-21')]).toEqual([error('ERANGE'), error('ERANGE')])
})

test('modes are octal without being told', () => {
  expect(parseMode('0755')).toEqual(value(0o755))
  expect(parseMode('10000')).toEqual(error('ERANGE'))
  expect(parseMode('+755')).toEqual(error('EINVAL'))
})

test('ids of users are plain decimals', () => {
  expect(parseUid('1000')).toEqual(value(1000))
  expect(parseUid('0x10')).toEqual(error('EINVAL'))
  expect(parseUid('01')).toEqual(error('EINVAL'))
})

test('the two ids that mean "nobody set one" are refused', () => {
  expect([parseUid('65535'), parseUid('4294967295')]).toEqual([error('ENXIO'), error('ENXIO')])
  expect([isValidUid(65535), isValidUid(0)]).toEqual([false, true])
})

test('process ids start at 1', () => {
  expect(parsePid('1')).toEqual(value(1))
  expect([parsePid('0'), parsePid('-5')]).toEqual([error('ERANGE'), error('ERANGE')])
})

test('ports go from 1 to 65535', () => {
  expect(parsePort('443')).toEqual(value(443))
  expect([parsePort('0'), parsePort('65536')]).toEqual([error('EINVAL'), error('ERANGE')])
})

test('OOM scores go from -1000 to 1000', () => {
  expect(parseOomScoreAdjust('-1000')).toEqual(value(-1000))
  expect(parseOomScoreAdjust('1001')).toEqual(error('ERANGE'))
})

test('errors may be given by name, second name or number', () => {
  expect([parseErrno('EPERM'), parseErrno('ENOTSUP'), parseErrno('0')]).toEqual([value(1), value(95), value(0)])
  expect([parseErrno('EPERMX'), parseErrno('4096')]).toEqual([error('EINVAL'), error('ERANGE')])
})
