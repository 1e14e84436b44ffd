import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decodeText } from '#core/base/text/text.ts'
import { parseEnvironmentFile } from '#core/unitfile/env-file.ts'

function variables(text: string): readonly (readonly [string, string])[] {
  const found = parseEnvironmentFile(text)
  return found.ok ? [...found.value] : []
}

test('names and values lose the white space around them', () => {
  expect(variables(' A = b c \nB=\n')).toEqual([
    ['A', 'b c'],
    ['B', ''],
  ])
})

test('comments start a line, with # or ;, and are not joined to the next by a backslash', () => {
  expect(variables('# A=1\n; B=1\n# c \\\nC=1 # no comment\n')).toEqual([['C', '1 # no comment']])
})

test('single quotes keep everything, double quotes read a few escapes', () => {
  expect(variables("A='a\\'\nB=\"a\\\"b\\$c\\x\"\nC='two\nlines'\n")).toEqual([
    ['A', 'a\\'],
    ['B', 'a"b$c\\x'],
    ['C', 'two\nlines'],
  ])
})

test('text after a closing quote is joined, without the blanks before it', () => {
  expect(variables('A="b" \'c\' d\n')).toEqual([['A', 'bcd']])
})

test('a backslash joins lines in values, and takes itself away before anything else', () => {
  expect(variables('A=a\\\n b\nB=\\x\n')).toEqual([
    ['A', 'a b'],
    ['B', 'x'],
  ])
})

test('a name that comes again has its last value in its first place', () => {
  expect(variables('A=1\nB=1\nA=2')).toEqual([
    ['A', '2'],
    ['B', '1'],
  ])
})

test('lines without = are passed over, names are not judged', () => {
  expect(variables('nonsense\nexport A=1\n')).toEqual([['export A', '1']])
})

test('a NUL or a foreign byte makes the file unusable', () => {
  expect(parseEnvironmentFile('A=1\0')).toEqual({ ok: false, error: 'EBADMSG' })
  expect(parseEnvironmentFile('A=\udcff\n')).toEqual({ ok: false, error: 'EINVAL' })
})

test('every value without NUL can be written in single quotes and read again', () => {
  const value = fc
    .string({ unit: 'grapheme' })
    .filter(text => !/['\0]/.test(text) && !/\p{Noncharacter_Code_Point}/u.test(text))
  fc.assert(fc.property(value, text => expect(variables(`A='${text}'\n`)).toEqual([['A', text]])))
})

const corpus = new URL('../../../../shared/data/corpus/env-file/', import.meta.url)
const files = existsSync(corpus) ? readdirSync(corpus) : []
if (files.length === 0) {
  test.skip('files that once broke a parser (skipped: they are not beside the project)', () => {})
} else {
  test.each(files)('%s, which once broke a parser, is read within a second', name => {
    const started = performance.now()
    const found = parseEnvironmentFile(decodeText(new Uint8Array(readFileSync(new URL(name, corpus)))))
    expect(found.ok || found.error !== undefined).toBe(true)
    expect(performance.now() - started).toBeLessThan(1000)
  })
}
