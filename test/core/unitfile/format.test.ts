import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { formatUnitFile, type SectionText } from '#core/unitfile/format.ts'
import { parseUnitFile } from '#core/unitfile/parse.ts'

test('sections are parted by an empty line', () => {
  const sections = [
    { name: 'Unit', assignments: [{ key: 'Description', value: 'a b' }] },
    { name: 'Service', assignments: [{ key: 'ExecStart', value: '' }] },
  ]
  expect(formatUnitFile(sections)).toEqual({ ok: true, value: '[Unit]\nDescription=a b\n\n[Service]\nExecStart=\n' })
})

test.each([
  ['a line end in a value', 'A', 'a\nb'],
  ['white space around a value', 'A', ' a'],
  ['a backslash at the end', 'A', 'a\\'],
  ['a key with =', 'A=B', ''],
  ['a key like a comment', '#A', ''],
  ['no key', '', 'a'],
  ['a foreign byte', 'A', '\udcff'],
])('the grammar cannot say %s', (_, key, value) => {
  expect(formatUnitFile([{ name: 'Unit', assignments: [{ key, value }] }])).toEqual({ ok: false, error: 'EINVAL' })
})

const word = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.constantFrom('a', '\\', '"', ' ', '#', ';', '=', '[', 'ä')).map(c => c.join('')),
)
const assignment = fc.record({ key: word, value: word })
const section: fc.Arbitrary<SectionText> = fc.record({
  name: word,
  assignments: fc.array(assignment, { maxLength: 4 }),
})

test('what is written is read again, whatever it is', () => {
  fc.assert(
    fc.property(fc.array(section, { maxLength: 4 }), sections => {
      const text = formatUnitFile(sections)
      fc.pre(text.ok)
      const file = parseUnitFile('f', text.ok ? text.value : '')
      const again = file.sections.map(({ name, assignments }) => ({
        name,
        assignments: assignments.map(({ key, value }) => ({ key, value })),
      }))
      expect(again).toEqual(sections)
      expect(file.diagnostics).toEqual([])
    }),
    { numRuns: 300 },
  )
})
