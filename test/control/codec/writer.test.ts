import { expect, test } from '@jest/globals'
import { Writer } from '#control/codec/writer.ts'

test('numbers are written little-endian on their own boundary, with zeros before them', () => {
  const writer = new Writer()
  writer.u8(1)
  writer.u16(0x0203)
  writer.u32(0x04050607)
  writer.u64(8n)
  expect([...writer.bytes()]).toEqual([1, 0, 3, 2, 7, 6, 5, 4, 8, 0, 0, 0, 0, 0, 0, 0])
})

test('a string has its length in bytes before it and a NUL after it', () => {
  const writer = new Writer()
  writer.string('é')
  expect([...writer.bytes()]).toEqual([2, 0, 0, 0, 0xc3, 0xa9, 0])
})

test('bytes that are not UTF-8 are written as they were read, or as U+FFFD for readers that would refuse them', () => {
  const kept = new Writer('keep')
  kept.string('a\udcff')
  expect([...kept.bytes()]).toEqual([2, 0, 0, 0, 0x61, 0xff, 0])
  const replaced = new Writer('replace')
  replaced.string('a\udcff')
  expect([...replaced.bytes()]).toEqual([4, 0, 0, 0, 0x61, 0xef, 0xbf, 0xbd, 0])
})

test('a string with a NUL character cannot be written', () => {
  expect(() => new Writer().string('a\0b')).toThrow('NUL')
})

test('rewind() forgets what was written after mark(), and later padding is zero all the same', () => {
  const writer = new Writer()
  writer.u8(1)
  const before = writer.mark()
  writer.string('thrown away')
  writer.fds.push(5)
  writer.rewind(before)
  writer.u32(2)
  expect([...writer.bytes()]).toEqual([1, 0, 0, 0, 2, 0, 0, 0])
  expect(writer.fds).toEqual([])
})

test('the buffer grows with what is written', () => {
  const writer = new Writer('keep', 0)
  for (let count = 0; count < 1000; count++) {
    writer.u32(count)
  }
  expect(writer.size).toBe(4000)
  expect(writer.bytes()[3996]).toBe(999 & 0xff)
})
