import { expect, test } from '@jest/globals'
import { targetInterface } from '#control/protocol/units/target.ts'
import { introspectionDigest } from '../digest.ts'

test('Target has the members of systemd 257, in their order', () => {
  expect(introspectionDigest(targetInterface)).toBe('34ae698632d4a80e676cbc19469e3bf477fcdaf041a31a492dfa0db1c931d60a')
})
