import { expect, test } from '@jest/globals'
import { eachLine, endsInBackslash, reachesBytes, strip } from '#core/unitfile/lines.ts'

function linesOf(text: string): readonly string[] {
  const lines: string[] = []
  eachLine(text, (line, number) => {
    expect(number).toBe(lines.length + 1)
    lines.push(line)
    return true
  })
  return lines
}

test('lines end in line feed, carriage return, both in either order, or NUL', () => {
  expect(linesOf('a\nb\rc\r\nd\n\re\0f')).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
})

test('a NUL may follow an end, but ends a line of its own otherwise', () => {
  expect(linesOf('a\r\n\0b\0\0c')).toEqual(['a', 'b', '', 'c'])
  expect(linesOf('a\r\r\nb')).toEqual(['a', '', 'b'])
})

test('the end of the last line is no line', () => {
  expect(linesOf('a\n')).toEqual(['a'])
  expect(linesOf('')).toEqual([])
})

test('the callback can stop', () => {
  let seen = 0
  eachLine('a\nb\nc', () => ++seen < 2)
  expect(seen).toBe(2)
})

test('limits count bytes', () => {
  expect([reachesBytes('ä'.repeat(5), 10), reachesBytes('ä'.repeat(5), 11)]).toEqual([true, false])
})

test('strip() takes blanks, tabs and line ends, in linear time', () => {
  expect(strip(' \ta b\n ')).toBe('a b')
  expect(strip(`${' '.repeat(1_000_000)}x${' '.repeat(1_000_000)}`)).toBe('x')
})

test('two backslashes are one for the reader and join nothing', () => {
  expect(['a\\', 'a\\\\', '\\\\\\', ''].map(endsInBackslash)).toEqual([true, false, true, false])
})
