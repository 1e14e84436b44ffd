import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fail, ok } from '#core/base/result.ts'
import { escapeSpecifiers, expandSpecifiers, type SpecifierTable } from '#core/base/specifier.ts'

const table: SpecifierTable = letter => (letter === 'a' ? ok('<%a>') : letter === 'm' ? fail('ENOENT') : undefined)

test('letters are replaced once; what comes in is not looked at again', () => {
  expect(expandSpecifiers('%a-%a', table)).toEqual({ ok: true, value: '<%a>-<%a>' })
})

test('a percent sign before anything but letters and digits stays', () => {
  expect(expandSpecifiers('100% %/ %', table)).toEqual({ ok: true, value: '100% %/ %' })
})

test.each(['%z', '%0', 'x%Z'])('%j has no meaning and is EBADSLT', text => {
  expect(expandSpecifiers(text, table)).toEqual({ ok: false, error: 'EBADSLT' })
})

test('what the table cannot find out is its own error', () => {
  expect(expandSpecifiers('%m', table)).toEqual({ ok: false, error: 'ENOENT' })
})

test('an answer of too many bytes is ENAMETOOLONG', () => {
  expect(expandSpecifiers('ä%a', table, 5)).toEqual({ ok: false, error: 'ENAMETOOLONG' })
})

test('an escaped text comes out as it was', () => {
  fc.assert(
    fc.property(fc.string(), text =>
      expect(expandSpecifiers(escapeSpecifiers(text), table)).toEqual({ ok: true, value: text }),
    ),
  )
})
