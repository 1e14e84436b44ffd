import { expect, test } from '@jest/globals'
import { parseSignature, parseType } from '#control/codec/signature.ts'

test('a signature is parsed into its complete types', () => {
  expect(parseSignature('sa{sv}(ayh)')).toEqual({
    ok: true,
    value: [
      { code: 's' },
      { code: 'dict', key: { code: 's' }, value: { code: 'v' } },
      { code: 'struct', fields: [{ code: 'bytes' }, { code: 'h' }] },
    ],
  })
  expect(parseSignature('')).toEqual({ ok: true, value: [] })
})

test.each([
  ['a', 'signature ends inside a type'],
  ['(', 'signature ends inside a type'],
  ['(s', 'signature ends inside a type'],
  ['()', 'a struct has no fields'],
  ['s)', "')' is not a type here"],
  ['{sv}', "'{' is not a type here"],
  ['a{vs}', 'the key of a dictionary is not a basic type'],
  ['a{(s)s}', 'the key of a dictionary is not a basic type'],
  ['a{sss}', 'a dictionary entry does not end after its value'],
  ['a{s}', "'}' is not a type here"],
  ['z', "'z' is not a type here"],
  ['\udc80', "'\udc80' is not a type here"],
])('the signature %j is refused: %s', (signature, reason) => {
  expect(parseSignature(signature)).toEqual({ ok: false, error: reason })
})

test('a signature may nest 32 arrays and 32 structs, and have 255 characters, but no more', () => {
  expect(parseSignature(`${'a'.repeat(32)}s`).ok).toBe(true)
  expect(parseSignature(`${'a'.repeat(33)}s`).ok).toBe(false)
  expect(parseSignature(`${'('.repeat(32)}s${')'.repeat(32)}`).ok).toBe(true)
  expect(parseSignature(`${'('.repeat(33)}s${')'.repeat(33)}`).ok).toBe(false)
  expect(parseSignature(`${'a{s'.repeat(32)}s${'}'.repeat(32)}`).ok).toBe(true)
  expect(parseSignature(`${'a{s'.repeat(33)}s${'}'.repeat(33)}`).ok).toBe(false)
  expect(parseSignature('y'.repeat(255)).ok).toBe(true)
  expect(parseSignature('y'.repeat(256)).ok).toBe(false)
})

test('a variant holds exactly one complete type', () => {
  expect(parseType('as')).toEqual({ ok: true, value: { code: 'array', element: { code: 's' } } })
  expect(parseType('')).toEqual({ ok: false, error: "'' is not a single complete type" })
  expect(parseType('ss')).toEqual({ ok: false, error: "'ss' is not a single complete type" })
})
