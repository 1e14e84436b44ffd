import { expect, test } from '@jest/globals'
import { hexOf } from '#core/base/text/hex.ts'

test('each byte becomes two digits', () => {
  expect(hexOf(Uint8Array.from([0, 10, 255]))).toBe('000aff')
})
