import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { expandArguments, expandText } from '#core/unit/expand/expand-variables.ts'

const list = ['A=one', 'B=two words', 'E=', 'Q=\'a b\' "c d"']

test('${VAR} is replaced anywhere, $VAR only where it is asked for', () => {
  expect(expandText('x${A}y $A', list).text).toBe('xoney $A')
  expect(expandText('x$A-$B_', list, { braceless: true }).text).toBe('xone-')
  expect(expandText('$A/$B', list, { braceless: true }).text).toBe('one/two words')
})

test('two dollar signs are one, and a single one stays', () => {
  expect(expandText('$$A $ $$$$', list, { braceless: true }).text).toBe('$A $ $$')
})

test('what has no value is empty, and is told by name, valid or not', () => {
  expect(expandText('<${NO}${not a name}${ALSO}>', list)).toEqual({
    text: '<>',
    unset: ['ALSO', 'NO'],
    invalid: ['not a name'],
  })
})

test('a default or an alternative counts where the extended form is allowed', () => {
  const extended = { extended: true }
  expect(expandText('${A:-x} ${NO:-x ${B}}', list, extended).text).toBe('one x two words')
  expect(expandText('${A:+x} <${NO:+x}>', list, extended).text).toBe('x <>')
  expect(expandText('${A:-x}', list).text).toBe('${A:-x}')
  expect(expandText('${A:?x}', list, extended).text).toBe('${A:?x}')
})

test('what is not closed stays, with all that follows', () => {
  expect(expandText('${A ${B', list).text).toBe('${A ${B')
  expect(expandText('${NO:-${A}', list, { extended: true }).text).toBe('${NO:-${A}')
})

test('a word that is a variable alone becomes the words of its value', () => {
  expect(expandArguments(['echo', '$B', '${B}', 'x$B'], list).argv).toEqual([
    'echo',
    'two',
    'words',
    'two words',
    'x$B',
  ])
  expect(expandArguments(['echo', '$Q'], list).argv).toEqual(['echo', 'a b', 'c d'])
})

test('such a word vanishes when there is no value, ${VAR} leaves an empty one', () => {
  expect(expandArguments(['echo', '$E', '$NO', '${E}', '$'], list)).toEqual({
    argv: ['echo', ''],
    unset: ['NO'],
    invalid: [''],
  })
})

test('values are not looked into again', () => {
  expect(expandText('${X}', ['X=${A}', 'A=1']).text).toBe('${A}')
})

test('every text has an answer, and one without dollar signs is its own', () => {
  const text = fc.array(fc.constantFrom('$', '{', '}', ':', '-', '+', 'A', ' ')).map(parts => parts.join(''))
  fc.assert(
    fc.property(text, given => {
      const { text: found } = expandText(given, list, { braceless: true, extended: true })
      if (!given.includes('$')) {
        expect(found).toBe(given)
      }
      expect(typeof found).toBe('string')
    }),
  )
})

test('braces within braces take no more than their time', () => {
  const started = performance.now()
  expandText('${NO:-'.repeat(2000) + '}'.repeat(2000), list, { extended: true })
  expect(performance.now() - started).toBeLessThan(2000)
})
