import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decodeText, encodeText } from '#core/base/text/text.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)

test('ASCII and UTF-8 of every length decode as they should', () => {
  expect(decodeText(bytes(0x41, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x90, 0xa7))).toBe('Aé€🐧')
})

test('a byte that is no UTF-8 becomes a lone surrogate and comes back as that byte', () => {
  expect(decodeText(bytes(0x61, 0xff, 0x62))).toBe('a\udcffb')
  expect(encodeText('a\udcffb')).toEqual(bytes(0x61, 0xff, 0x62))
})

test.each([
  ['overlong forms', [0xc0, 0x80], '\udcc0\udc80'],
  ['encoded surrogates', [0xed, 0xb3, 0xbf], '\udced\udcb3\udcbf'],
  ['code points beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80], '\udcf4\udc90\udc80\udc80'],
  ['a sequence cut off by the end', [0xe2, 0x82], '\udce2\udc82'],
  ['a sequence cut off by another character', [0xe2, 0x82, 0x41], '\udce2\udc82A'],
])('%s are kept byte by byte', (_, values, text) => {
  expect(decodeText(bytes(...values))).toBe(text)
  expect(encodeText(text)).toEqual(bytes(...values))
})

test('other lone surrogates, which stand for no byte, encode as U+FFFD', () => {
  expect(encodeText('\ud800')).toEqual(bytes(0xef, 0xbf, 0xbd))
  expect(encodeText('\udc7f')).toEqual(bytes(0xef, 0xbf, 0xbd))
})

test('text longer than one call can take is decoded whole', () => {
  const long = 'x'.repeat(300_000)
  expect(decodeText(encodeText(long))).toBe(long)
})

test('any bytes survive decoding and encoding', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), given => {
      expect(encodeText(decodeText(given))).toEqual(Uint8Array.from(given))
    }),
  )
})

test('any well-formed text encodes as TextEncoder does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      fc.pre(text.isWellFormed())
      expect([...encodeText(text)]).toEqual([...new TextEncoder().encode(text)])
      expect(decodeText(encodeText(text))).toBe(text)
    }),
  )
})
