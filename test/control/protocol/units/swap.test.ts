import { expect, test } from '@jest/globals'
import { swapInterface } from '#control/protocol/units/swap.ts'
import { introspectionDigest } from '../digest.ts'

test('Swap has the members of systemd 257, in their order', () => {
  expect(introspectionDigest(swapInterface)).toBe('5dd7f6c1e8b8d71081229018fc99f7f3d2f24c6ff85d688628942ceaad96f024')
})
