import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decodeText } from '#core/base/text/text.ts'
import { formatDiagnostic } from '#core/unitfile/diagnostic.ts'
import { type KnownSections, parseUnitFile } from '#core/unitfile/parse.ts'

const wanted: KnownSections = { known: ['Unit', 'Service', 'Install'] }

/** Sections as `name: key=value@line`, diagnostics as shown, and the failure. */
function read(text: string, sections: KnownSections | undefined = wanted) {
  const file = parseUnitFile('f', text, sections)
  return {
    values: file.sections.flatMap(({ name, assignments }) =>
      assignments.map(a => `${name}: ${a.key}=${a.value}@${a.line}`),
    ),
    said: file.diagnostics.map(formatDiagnostic),
    failure: file.failure,
  }
}

const clean = { said: [], failure: undefined }

test('sections hold assignments, without white space around names and values', () => {
  expect(read('[Unit]\n Description =  a b \n[Service]\nType=simple\n')).toEqual({
    ...clean,
    values: ['Unit: Description=a b@2', 'Service: Type=simple@4'],
  })
})

test('a section that comes again is another one, with its own line', () => {
  const { sections } = parseUnitFile('f', '[Unit]\nA=1\n[Service]\n[Unit]\nA=2\n', wanted)
  expect(sections.map(({ name, line }) => [name, line])).toEqual([
    ['Unit', 1],
    ['Service', 3],
    ['Unit', 4],
  ])
})

test('a backslash at the end joins lines with a blank; comments in between are skipped', () => {
  expect(read('[Unit]\nDescription=a\\\n# no\n ; no\n  b\\\nc\n')).toEqual({
    ...clean,
    values: ['Unit: Description=a   b c@6'],
  })
})

test('an empty line ends the joining, two backslashes do not begin it', () => {
  expect(read('[Unit]\nA=a\\\n\nB=b\\\\\nC=c\n').values).toEqual(['Unit: A=a@3', 'Unit: B=b\\\\@4', 'Unit: C=c@5'])
})

test('a comment that ends in a backslash is still one line', () => {
  expect(read('[Unit]\n# a \\\nA=1\n').values).toEqual(['Unit: A=1@3'])
})

test('a backslash at the very end counts a line that is not there', () => {
  expect(read('[Unit]\nfoo\\').said).toEqual(["f:3: Missing '=', ignoring line."])
})

test('lines that make no sense are reported and left out', () => {
  expect(read('x=1\n[Unit]\nfoo\n=bar\nA=1\n')).toEqual({
    values: ['Unit: A=1@5'],
    said: [
      'f:1: Assignment outside of section. Ignoring.',
      "f:3: Missing '=', ignoring line.",
      "f:4: Missing key name before '=', ignoring line.",
    ],
    failure: undefined,
  })
})

test('sections that do not belong into the file are reported, those for others are not', () => {
  expect(read('[Foo]\nA=1\nnonsense\n[X-Bar]\nB=1\n[]\n[Unit]\nC=1\n')).toEqual({
    values: ['Unit: C=1@8'],
    said: ["f:1: Unknown section 'Foo'. Ignoring.", "f:6: Unknown section ''. Ignoring."],
    failure: undefined,
  })
  expect(read('[Install]\nA=1\n', { known: ['Unit'], ignored: ['Install'] })).toEqual({ ...clean, values: [] })
})

test('without a list of sections all are taken', () => {
  expect(parseUnitFile('f', '[Anything]\nA=1\n').sections.map(section => section.name)).toEqual(['Anything'])
})

test.each(['[Unit', '[Unit]x', '['])('%j is no header, and the file cannot be used', header => {
  const found = read(`[Unit]\nA=1\n${header}\nB=2\n`)
  expect(found).toEqual({
    values: ['Unit: A=1@2'],
    said: [`f:3: Invalid section header '${header}'`],
    failure: 'EBADMSG',
  })
})

test('quotes, backslashes and control characters have no place in a header', () => {
  expect(read('[Un"it]\n')).toEqual({
    values: [],
    said: ["f:1: Bad characters in section header '[Un\"it]'"],
    failure: 'EBADMSG',
  })
})

test('a line that is not UTF-8 makes the file unusable; in a comment it does no harm', () => {
  expect(read('[Unit]\n# \udcff\nA=\udcff\nB=1\n')).toEqual({
    values: [],
    said: ['f:3: String is not UTF-8 clean, ignoring assignment: A=\ufffd'],
    failure: 'EINVAL',
  })
})

test('a byte order mark is skipped once, at the start of any line', () => {
  expect(read('\ufeff[Unit]\nA=1\n').values).toEqual(['Unit: A=1@2'])
  expect(read('[Unit]\n\ufeffA=1\n\ufeffB=1\n').values).toEqual(['Unit: A=1@2', 'Unit: \ufeffB=1@3'])
})

test('there is no inclusion of other files any more', () => {
  expect(read('[Unit]\n.include /etc/other\n').said).toEqual(["f:2: Missing '=', ignoring line."])
})

test('a line of 1 MiB is too long, in one piece or joined', () => {
  const room = 1024 * 1024 - 'A='.length
  expect(read(`[Unit]\nA=${'x'.repeat(room - 1)}\n`).failure).toBeUndefined()
  expect(read(`[Unit]\nA=${'x'.repeat(room)}\n`).failure).toBe('ENOBUFS')
  expect(read(`[Unit]\nA=\\\n${'x'.repeat(room - 1)}\n`).failure).toBeUndefined()
  expect(read(`[Unit]\nA=\\\n${'x'.repeat(room)}\n`).failure).toBe('ENOBUFS')
})

test('ten megabytes of joined lines, blanks and backslashes take no more than their time', () => {
  const started = performance.now()
  expect(read(`[Unit]\n${'\\\n'.repeat(2_000_000)}`).failure).toBe('ENOBUFS')
  expect(read(`[Unit]\n${`A=1${' '.repeat(500_000)}x\n`.repeat(20)}`).values).toHaveLength(20)
  expect(read(`[Unit]\n${'a\n'.repeat(100_000)}`).said).toHaveLength(100_000)
  expect(performance.now() - started).toBeLessThan(5000)
})

test('every text has an answer', () => {
  const fragment = fc.constantFrom(
    '[Unit]',
    '[',
    ']',
    '=',
    'A',
    '\\',
    '\n',
    '\r',
    '\0',
    '#',
    ';',
    ' ',
    '\ufeff',
    '\udcff',
    'ä',
  )
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 40 }), parts => {
      const { sections, diagnostics } = parseUnitFile('f', parts.join(''), wanted)
      expect([...sections, ...diagnostics].every(({ line }) => line >= 1)).toBe(true)
    }),
  )
})

const corpus = new URL('../../../../shared/data/corpus/unit-file/', import.meta.url)
const files = existsSync(corpus) ? readdirSync(corpus) : []
if (files.length === 0) {
  test.skip('unit files that once broke a parser (skipped: they are not beside the project)', () => {})
} else {
  test.each(files)('%s, which once broke a parser, is read within a second', name => {
    const started = performance.now()
    const text = decodeText(new Uint8Array(readFileSync(new URL(name, corpus))))
    expect(parseUnitFile(name, text, wanted).sections.length).toBeGreaterThanOrEqual(0)
    expect(performance.now() - started).toBeLessThan(1000)
  })
}
