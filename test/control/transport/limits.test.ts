import { expect, test } from '@jest/globals'
import { othersLimits } from '#control/transport/limits.ts'

test('what all users together can make the manager hold is a few MB, and few descriptors', () => {
  const { connections, sendBytes, each } = othersLimits
  // What waits is kept in a buffer that grows by doubling.
  const incoming = connections * (each.messageBytes + each.pieceBytes) * 2
  expect(incoming + sendBytes).toBeLessThan(8 * 1024 * 1024)
  expect(connections * (1 + each.descriptors + 1)).toBeLessThan(256)
})
