import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decodeText, encodeText } from '#core/base/text/text.ts'
import { bytesOf, pathOf, splitBlock, terminated, textOf } from '#kernel/bytes.ts'

test('text and bytes become each other exactly as in core, only faster', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), bytes => {
      expect(textOf(bytes)).toBe(decodeText(bytes))
      expect([...bytesOf(textOf(bytes))]).toEqual([...encodeText(decodeText(bytes))])
    }),
  )
})

test('a view into a larger buffer is read for itself', () => {
  expect(textOf(Uint8Array.from([65, 66, 67, 68]).subarray(1, 3))).toBe('BC')
})

test('a path goes to Node as text, or as bytes when it is no UTF-8', () => {
  expect(pathOf('/etc/é')).toBe('/etc/é')
  expect(pathOf('/etc/\udcff')).toEqual(Buffer.from([47, 101, 116, 99, 47, 255]))
})

test('text for C ends with NUL, at the first one', () => {
  expect([...terminated('ab')]).toEqual([97, 98, 0])
  expect([...terminated('a\0b')]).toEqual([97, 0])
  expect([...terminated('')]).toEqual([0])
})

test('a block of strings is split at its NULs, with or without the last', () => {
  const split = (text: string) => splitBlock(Buffer.from(text)).map(part => Buffer.from(part).toString())
  expect(split('A=1\0B=2\0')).toEqual(['A=1', 'B=2'])
  expect(split('A=1\0\0B=2')).toEqual(['A=1', '', 'B=2'])
  expect(split('')).toEqual([])
})
