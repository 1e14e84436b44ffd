import { expect, test } from '@jest/globals'
import { siphash24 } from '#core/base/siphash.ts'

const key = Uint8Array.from({ length: 16 }, (_, index) => index)

test.each([
  [0, '726fdb47dd0e0e31'],
  [1, '74f839c593dc67fd'],
  [8, '93f5f5799a932462'],
  [15, 'a129ca6149be45e5'],
])('the hash of the first %d bytes is that of the reference', (length, hash) => {
  const data = Uint8Array.from({ length }, (_, index) => index)
  expect(siphash24(data, key).toString(16)).toBe(hash)
})
