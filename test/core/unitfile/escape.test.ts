import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decodeText } from '#core/base/text/text.ts'
import {
  escapeC,
  escapeForShell,
  quoteCommandLine,
  quoteForShell,
  readEscape,
  unescapeC,
} from '#core/unitfile/escape.ts'
import { splitWords } from '#core/unitfile/words.ts'

test('C escapes name what cannot be seen, quotes and every byte beyond ASCII', () => {
  expect(escapeC('a\n"\\\u0001ä')).toBe('a\\n\\"\\\\\\001\\303\\244')
})

test('escapes are read by letter, byte and code point', () => {
  expect(unescapeC('\\t\\x41\\102\\u00e4\\U0001F600\\s')).toEqual({ ok: true, value: '\tABä\u{1f600} ' })
})

test.each(['\\q', '\\x4', '\\u12', '\\400', '\\000', '\\x00', '\\', '\\U00110000'])('%s is no escape', text => {
  expect(unescapeC(text)).toEqual({ ok: false, error: 'EINVAL' })
  expect(unescapeC(text, 'keep')).toEqual({ ok: true, value: text })
})

test('a half of a pair comes out as the bytes systemd makes of it', () => {
  expect(unescapeC('\\ud800')).toEqual({ ok: true, value: '\udced\udca0\udc80' })
})

test('readEscape() says how much belongs to the escape', () => {
  expect(readEscape('x41b', 0)).toEqual({ bytes: [0x41], length: 3 })
  expect(readEscape('z', 0)).toBeUndefined()
})

test('only what the shell would take amiss is quoted', () => {
  expect([quoteForShell('a-b_c=d'), quoteForShell('a b'), quoteForShell('$x')]).toEqual(['a-b_c=d', '"a b"', '"\\$x"'])
  expect([quoteForShell(''), quoteForShell('', { quoteEmpty: true })]).toEqual(['', '""'])
  expect(quoteForShell("it's\n", { posix: true })).toBe("$'it\\'s\\n'")
})

test('escapeForShell() marks what the caller says', () => {
  expect(escapeForShell('a:b\\', ':')).toBe('a\\:b\\\\')
})

test('a command line shows where its words begin and end', () => {
  expect(quoteCommandLine(['/bin/sh', '-c', 'echo "hi"; exit 1', ''])).toBe('/bin/sh -c "echo \\"hi\\"; exit 1" ""')
})

const anyText = fc.uint8Array({ min: 1, maxLength: 30 }).map(decodeText)

test('every text is read as it was escaped', () => {
  fc.assert(fc.property(anyText, text => expect(unescapeC(escapeC(text))).toEqual({ ok: true, value: text })))
})

test('a quoted word is one word again', () => {
  const text = fc.string({ unit: fc.constantFrom('a', ' ', '"', '$', '\\', "'", '`', ';', 'ä'), minLength: 1 })
  fc.assert(
    fc.property(text, word => {
      expect(splitWords(quoteForShell(word), { quotes: 'remove' })).toEqual({ ok: true, value: [word] })
    }),
  )
})
