import { expect, test } from '@jest/globals'
import { sliceInterface } from '#control/protocol/units/slice.ts'
import { introspectionDigest } from '../digest.ts'

test('Slice has the members of systemd 257, in their order', () => {
  expect(introspectionDigest(sliceInterface)).toBe('e12452e71135341bce47bd59f8dc02ca1001867805ec1b423a8c683183fa2a50')
})
