import { expect, test } from '@jest/globals'
import { quoteValue, quoteWord } from '#core/base/text/shell-quote.ts'

// As systemd 257 shows Environment= of a unit.
test.each([
  ['TABX=a\tb', '"TABX=a\\tb"'],
  ['NL=a\nb', '"NL=a\\nb"'],
  ['R=\r', '"R=\\r"'],
  ['BELL=\x07', '"BELL=\\a"'],
  ['CTRL=a\x01b', '"CTRL=a\\001b"'],
  ['DEL=\x7f', '"DEL=\\177"'],
  ['D=$HOME', '"D=\\$HOME"'],
  ['Q=a"b', '"Q=a\\"b"'],
  ['BS=a\\b', '"BS=a\\\\b"'],
  ['BT=`x`', '"BT=\\`x\\`"'],
  ["AP=it's", '"AP=it\'s"'],
  ['SP=a b', '"SP=a b"'],
  ['GLOB=*', '"GLOB=*"'],
  ['PLAIN=x', 'PLAIN=x'],
  ['E=', 'E='],
  ['UTF=é', 'UTF=é'],
  ['HASH=#x', 'HASH=#x'],
])('%j is the word %s', (word, quoted) => {
  expect(quoteWord(word)).toBe(quoted)
})

test.each([
  ['a b', "$'a b'"],
  ['x\ty', "$'x\\ty'"],
  ['x', 'x'],
])('%j is the value %s', (value, quoted) => {
  expect(quoteValue(value)).toBe(quoted)
})
