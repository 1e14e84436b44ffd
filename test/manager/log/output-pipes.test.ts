import { expect, test } from '@jest/globals'
import { encodeText } from '#core/base/text/text.ts'
import { LineCutter } from '#manager/log/output-pipes.ts'

function cut(...pieces: readonly string[]): readonly string[] {
  const lines: string[] = []
  const cutter = new LineCutter(line => lines.push(line))
  for (const piece of pieces) {
    cutter.take(encodeText(piece))
  }
  cutter.finish()
  return lines
}

test('lines are cut wherever the pieces end', () => {
  expect(cut('one\ntw', 'o\n', 'three\n')).toEqual(['one', 'two', 'three'])
})

test('what has no line end at the end is a line, too', () => {
  expect(cut('one\nrest')).toEqual(['one', 'rest'])
})

test('a carriage return before the line end goes, control characters become visible', () => {
  expect(cut('one\r\n\u001b[31mred\u0007\n')).toEqual(['one', '\ufffd[31mred\ufffd'])
  expect(cut('a\u009b31mb\tc\u0085\n')).toEqual(['a\ufffd31mb\tc\ufffd'])
})

test('a control character as a single byte that is no UTF-8 becomes visible, other such bytes stay, as do letters', () => {
  const lines: string[] = []
  const cutter = new LineCutter(line => lines.push(line))
  cutter.take(Uint8Array.of(0x9b, 0x33, 0xe9, 0x0a))
  expect(lines).toEqual(['\ufffd3\udce9'])
  expect(cut('\u{1f680} \u{10c80}\n')).toEqual(['\u{1f680} \u{10c80}'])
})

test('a line without end is cut before it fills our memory', () => {
  const lines = cut('x'.repeat(200_000))
  expect(lines.length).toBeGreaterThan(3)
  expect(lines.join('')).toHaveLength(200_000)
})

test('a character that is parted between two pieces stays whole', () => {
  const bytes = encodeText('gr\u00fcn\n')
  const lines: string[] = []
  const cutter = new LineCutter(line => lines.push(line))
  cutter.take(bytes.subarray(0, 3))
  cutter.take(bytes.subarray(3))
  expect(lines).toEqual(['gr\u00fcn'])
})
