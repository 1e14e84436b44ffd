import { expect, test } from '@jest/globals'
import { openArray, writeValues } from '#control/codec/encode.ts'
import { Writer } from '#control/codec/writer.ts'

const encode = (signature: string, ...values: unknown[]): number[] => {
  const writer = new Writer()
  writeValues(writer, signature, values)
  return [...writer.bytes()]
}

test('an array begins with the length of its elements, without the padding before the first', () => {
  expect(encode('at', [1n])).toEqual([8, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0])
  expect(encode('at', [])).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
})

test('structs and dictionary entries begin on a boundary of eight', () => {
  expect(encode('y(y)', 1, [2])).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 2])
  expect(encode('a{yy}', new Map([[1, 2]]))).toEqual([2, 0, 0, 0, 0, 0, 0, 0, 1, 2])
})

test('a variant carries its signature', () => {
  expect(encode('v', { signature: 'q', value: 7 })).toEqual([1, 0x71, 0, 0, 7, 0])
})

test('a descriptor is written as its place among the descriptors of the message', () => {
  const writer = new Writer()
  writeValues(writer, 'hah', [9, [7, 9]])
  expect([...writer.bytes()]).toEqual([0, 0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0])
  expect(writer.fds).toEqual([9, 7, 9])
})

test.each([
  ['u', -1, 'expected an integer from 0 to 4294967295'],
  ['u', 1.5, 'expected an integer'],
  ['u', Number.NaN, 'expected an integer'],
  ['u', 1n, 'expected an integer'],
  ['y', 256, 'expected an integer from 0 to 255'],
  ['t', 5, 'expected a bigint'],
  ['t', 2n ** 64n, 'expected a bigint'],
  ['b', 1, 'expected a boolean'],
  ['s', undefined, 'expected a string, got undefined'],
  ['o', 'no/slash', 'expected an object path'],
  ['g', 'a', 'expected a signature'],
  ['as', 'text', 'expected an array'],
  ['ay', [1], 'expected bytes'],
  ['a{ss}', { a: 'b' }, 'expected a map'],
  ['(ss)', ['a'], 'expected 2 struct fields'],
  ['v', 'text', 'expected a variant'],
  ['v', { signature: 'ss', value: 'a' }, 'not a single complete type'],
])('a value that does not fit %s throws: %p', (signature, value, reason) => {
  expect(() => encode(signature, value)).toThrow(reason)
})

test('the number of values must be that of the signature', () => {
  expect(() => encode('ss', 'a')).toThrow("signature 'ss' has 2 values, not 1")
})

test('what is nested deeper than a reader accepts is not written', () => {
  let nested: unknown = { signature: 's', value: 'deep' }
  for (let depth = 0; depth < 63; depth++) {
    nested = { signature: 'v', value: nested }
  }
  expect(encode('v', nested).length).toBeGreaterThan(64)
  expect(() => encode('v', { signature: 'v', value: nested })).toThrow('more than 64 nested containers')
})

test('openArray() lets a caller write the elements itself', () => {
  const writer = new Writer()
  const close = openArray(writer, 4)
  writer.u32(7)
  close()
  expect([...writer.bytes()]).toEqual([4, 0, 0, 0, 7, 0, 0, 0])
})
