import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decodeText, encodeText } from '#core/base/text/text.ts'
import { compareUtf8, isUtf8, replaceForeign, utf8Length } from '#core/base/text/utf8.ts'

const anyText = fc.uint8Array({ maxLength: 20 }).map(decodeText)

test('the length in bytes is that of the encoded text', () => {
  fc.assert(fc.property(anyText, text => expect(utf8Length(text)).toBe(encodeText(text).length)))
  fc.assert(fc.property(fc.string({ unit: 'binary' }), text => expect(utf8Length(text)).toBe(encodeText(text).length)))
})

test('texts are ordered by their bytes, where JavaScript orders by halves of characters', () => {
  expect(compareUtf8('\ufffd', '\u{10000}')).toBe(-1)
  expect(compareUtf8('a', 'ab')).toBe(-1)
  expect(compareUtf8('ä', 'ä')).toBe(0)
  expect(compareUtf8('\udcff', 'ä')).toBe(1)
})

test('foreign bytes and what Unicode calls no character are not UTF-8', () => {
  expect(['ä', '\u{1f600}', ''].map(isUtf8)).toEqual([true, true, true])
  expect(['\udcff', '\ufffe', '\ufdd0', '\u{1ffff}'].map(isUtf8)).toEqual([false, false, false, false])
})

test('messages show one replacement a byte', () => {
  expect(replaceForeign('a\udcff\udcfe')).toBe('a\ufffd\ufffd')
  expect(replaceForeign('\ufffe')).toBe('\ufffd\ufffd\ufffd')
})
