import { expect, test } from '@jest/globals'
import {
  buildUnitName,
  isUnitInstance,
  isUnitName,
  isUnitPrefix,
  isUnitSuffix,
  prefixAndInstance,
  readUnitName,
  replaceInstance,
  replaceType,
  templateOf,
  unitTypeOf,
} from '#core/unit/name/name.ts'

const value = (text: string) => ({ ok: true, value: text })
const invalid = { ok: false, error: 'EINVAL' }

test('a name is prefix, instance and type; the first @ and the last dot part them', () => {
  expect(readUnitName('a-b.service')).toEqual({ kind: 'plain', prefix: 'a-b', type: 'service' })
  expect(readUnitName('a@.socket')).toEqual({ kind: 'template', prefix: 'a', instance: '', type: 'socket' })
  expect(readUnitName('a@b@c.d.mount')).toEqual({ kind: 'instance', prefix: 'a', instance: 'b@c.d', type: 'mount' })
})

test.each(['', 'a', '.service', '@x.service', 'a.snapshot', 'a b.service', 'ä.service', 'a/b.service', 'a@%i.service'])(
  '%j is no name',
  name => {
    expect(isUnitName(name)).toBe(false)
  },
)

test('names have at most 255 bytes', () => {
  expect([isUnitName(`${'a'.repeat(247)}.service`), isUnitName(`${'a'.repeat(248)}.service`)]).toEqual([true, false])
})

test('only some kinds of names may be wanted', () => {
  expect(isUnitName('a@b.service', 'instance', 'plain')).toBe(true)
  expect(isUnitName('a@.service', 'instance', 'plain')).toBe(false)
})

test('instances and templates lead to each other', () => {
  expect(templateOf('getty@tty1.service')).toEqual(value('getty@.service'))
  expect(templateOf('getty.service')).toEqual(invalid)
  expect(replaceInstance('getty@.service', 'tty2')).toEqual(value('getty@tty2.service'))
  expect(replaceInstance('getty@tty1.service', 'a/b')).toEqual(invalid)
  expect(replaceInstance('getty@tty1.service', '')).toEqual(invalid)
  expect(replaceInstance('getty.service', 'tty2')).toEqual(invalid)
})

test('names are built of their parts', () => {
  expect(buildUnitName('a', undefined, 'service')).toEqual(value('a.service'))
  expect(buildUnitName('a', '', 'service')).toEqual(value('a@.service'))
  expect(buildUnitName('a@', 'b', 'service')).toEqual(invalid)
  expect([isUnitPrefix('a@'), isUnitInstance('a@b'), isUnitInstance('')]).toEqual([false, true, false])
})

test('a unit has relatives of other types', () => {
  expect(replaceType('a@b.service', 'socket')).toEqual(value('a@b.socket'))
  expect(replaceType('nonsense', 'socket')).toEqual(invalid)
  expect(prefixAndInstance('a@b.service')).toEqual(value('a@b'))
  expect([unitTypeOf('a.swap'), unitTypeOf('a')]).toEqual(['swap', undefined])
  expect([isUnitSuffix('.timer'), isUnitSuffix('timer'), isUnitSuffix('.x')]).toEqual([true, false, false])
})
