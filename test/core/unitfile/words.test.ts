import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decodeText } from '#core/base/text/text.ts'
import { escapeC } from '#core/unitfile/escape.ts'
import { readWord, splitWords, type WordRules } from '#core/unitfile/words.ts'

function words(text: string, rules: WordRules = {}): readonly string[] | string {
  const found = splitWords(text, rules)
  return found.ok ? found.value : found.error
}

test('words are parted by white space of any length', () => {
  expect(words(' a\t b\n c ')).toEqual(['a', 'b', 'c'])
  expect([words(''), words('  ')]).toEqual([[], []])
})

test('quotes mean nothing unless they are asked for', () => {
  expect(words('"a b"')).toEqual(['"a', 'b"'])
  expect(words('"a b" \'c d\' e"f g"', { quotes: 'remove' })).toEqual(['a b', 'c d', 'ef g'])
  expect(words('x="a b"', { quotes: 'keep' })).toEqual(['x="a b"'])
  expect(words('"" a', { quotes: 'remove' })).toEqual(['', 'a'])
})

test('a backslash takes the next character as it is, reads C escapes, or means nothing', () => {
  expect(words('a\\ b \\x41')).toEqual(['a b', 'x41'])
  expect(words('\\x41\\102 \\u00e4', { backslash: 'c' })).toEqual(['AB', 'ä'])
  expect(words('a\\ b', { backslash: 'retain' })).toEqual(['a\\', 'b'])
})

test('escaped bytes join to characters', () => {
  expect(words('\\xc3\\xa4', { backslash: 'c' })).toEqual(['ä'])
  expect(words('\\xff', { backslash: 'c' })).toEqual(['\udcff'])
})

test('an escape that is none is an error, or stays', () => {
  expect(words('a \\q', { backslash: 'c' })).toBe('EINVAL')
  expect(words('a \\q', { backslash: 'c', keepUnknownEscapes: true })).toEqual(['a', '\\q'])
})

test('separators can be chosen, and be made part of a word by a backslash', () => {
  expect(words('a:b:c', { separators: ':' })).toEqual(['a', 'b', 'c'])
  expect(words('a\\:b:c\\\\', { separators: ':', escapeSeparators: true })).toEqual(['a:b', 'c\\'])
  expect(words('a\\x', { separators: ':', escapeSeparators: true })).toBe('EINVAL')
})

test('each separator may end a word', () => {
  expect(words('a::b:', { separators: ':', emptyWords: true })).toEqual(['a', '', 'b', ''])
})

test('a quote that is not closed is an error, or ends with the text', () => {
  expect(words('a "b c', { quotes: 'remove' })).toBe('EINVAL')
  expect(words('a "b c', { quotes: 'remove', relaxed: true })).toEqual(['a', 'b c'])
})

test('a backslash at the end is an error, is dropped, or stays', () => {
  expect(words('a\\')).toBe('EINVAL')
  expect(words('a\\', { relaxed: true })).toEqual(['a'])
  expect(words('a\\', { keepUnknownEscapes: true })).toEqual(['a\\'])
  expect(words('"a\\', { quotes: 'remove', keepUnknownEscapes: true })).toBe('EINVAL')
  expect(words('"a\\', { quotes: 'remove', keepUnknownEscapes: true, relaxed: true })).toEqual(['a\\'])
})

test('readWord() tells where to go on, and can leave the separator there', () => {
  expect(readWord('a b', 0)).toEqual({ ok: true, value: { word: 'a', next: 2 } })
  expect(readWord('a:b', 0, { separators: ':', retainSeparators: true })).toEqual({
    ok: true,
    value: { word: 'a', next: 1 },
  })
  expect(readWord('a', 0)).toEqual({ ok: true, value: { word: 'a', next: -1 } })
  expect(readWord('a', -1)).toEqual({ ok: true, value: null })
})

test('any words come back when each was escaped and quoted', () => {
  const word = fc.uint8Array({ min: 1, maxLength: 12 }).map(decodeText)
  fc.assert(
    fc.property(fc.array(word), given => {
      const text = given.map(one => `"${escapeC(one)}"`).join(' ')
      expect(words(text, { quotes: 'remove', backslash: 'c' })).toEqual(given)
    }),
  )
})
