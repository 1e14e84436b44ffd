import { expect, test } from '@jest/globals'
import { Reader } from '#control/codec/reader.ts'

const reader = (...bytes: number[]): Reader => new Reader(Uint8Array.from(bytes), true, [])

test('numbers are read in the byte order of the message', () => {
  expect(new Reader(Uint8Array.from([0, 0, 1, 2]), false, []).u32()).toBe(0x0102)
  expect(new Reader(Uint8Array.from([2, 1, 0, 0]), true, []).u32()).toBe(0x0102)
})

test('the first fault stays, and later reads give zeros without moving', () => {
  const short = reader(1, 2)
  expect(short.u32()).toBe(0)
  expect(short.u8()).toBe(0)
  short.fail('something else')
  expect(short.failure).toBe('message ends inside a value')
  expect(short.at).toBe(0)
})

test('padding must be zero', () => {
  const padded = reader(1, 9, 0, 0, 5, 0, 0, 0)
  padded.u8()
  padded.u32()
  expect(padded.failure).toBe('padding is not zero')
})

test.each([
  ['a string without its NUL', [1, 0, 0, 0, 0x61, 0x62], 'a string does not end with a NUL byte'],
  ['a string with a NUL inside', [3, 0, 0, 0, 0x61, 0, 0x62, 0], 'a string holds a NUL byte'],
  ['a string beyond the end', [255, 255, 255, 255, 0x61, 0], 'message ends inside a value'],
])('%s is refused', (_what, bytes, reason) => {
  const broken = reader(...bytes)
  broken.string()
  expect(broken.failure).toBe(reason)
})

test('bytes that are not UTF-8 come as lone surrogates', () => {
  expect(reader(3, 0, 0, 0, 0xff, 0xc3, 0xa9, 0).string()).toBe('\udcffé')
})

test('long and short strings are read alike', () => {
  for (const text of ['', 'x'.repeat(200), 'x'.repeat(201), 'ü'.repeat(40)]) {
    const encoded = new TextEncoder().encode(text)
    expect(reader(encoded.length, 0, 0, 0, ...encoded, 0).string()).toBe(text)
  }
})
