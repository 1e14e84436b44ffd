import { expect, test } from '@jest/globals'
import { formatBoolean, parseBoolean } from '#core/base/boolean.ts'

test.each(['1', 'y', 'YES', 't', 'True', 'oN'])('%s is true in any case', word => {
  expect(parseBoolean(word)).toEqual({ ok: true, value: true })
})

test.each(['0', 'n', 'No', 'F', 'false', 'OFF'])('%s is false in any case', word => {
  expect(parseBoolean(word)).toEqual({ ok: true, value: false })
})

test.each(['', '2', 'enable', 'yes ', '\u212aes'])('%j is no boolean', word => {
  expect(parseBoolean(word)).toEqual({ ok: false, error: 'EINVAL' })
})

test('booleans are written yes and no', () => {
  expect([formatBoolean(true), formatBoolean(false)]).toEqual(['yes', 'no'])
})
