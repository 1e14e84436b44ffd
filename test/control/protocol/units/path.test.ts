import { expect, test } from '@jest/globals'
import { pathInterface } from '#control/protocol/units/path.ts'
import { introspectionDigest } from '../digest.ts'

test('Path has the members of systemd 257, in their order', () => {
  expect(introspectionDigest(pathInterface)).toBe('09a5e5795da590a29048b30d8e802a5470da1655f3a89e3e7889692b7f3b52cb')
})
