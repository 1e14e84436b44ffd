import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseSize } from '#core/base/size.ts'

test.each([
  ['100', 100n],
  ['100B', 100n],
  ['1K', 1024n],
  ['1.5 G', 1610612736n],
  ['1G 500M 3K', 1598032896n],
  ['10.M', 10485760n],
])('%j is %d bytes with units of 1024', (text, bytes) => {
  expect(parseSize(text, 1024)).toEqual({ ok: true, value: bytes })
})

test('bandwidths count in thousands', () => {
  expect(parseSize('1.5G', 1000)).toEqual({ ok: true, value: 1_500_000_000n })
})

test.each(['', 'K', '1Z', '1K 1G', '20%', '1.5.5'])('%j is no size; units must get smaller', text => {
  expect(parseSize(text, 1024)).toEqual({ ok: false, error: 'EINVAL' })
})

test.each(['-1', '16E', '18446744073709551616'])('%s is out of range', text => {
  expect(parseSize(text, 1024)).toEqual({ ok: false, error: 'ERANGE' })
})

test('every amount of whole bytes is read exactly', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 64n - 1n), n => expect(parseSize(`${n}`, 1024)).toEqual({ ok: true, value: n })),
  )
})
