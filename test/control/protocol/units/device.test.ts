import { expect, test } from '@jest/globals'
import { deviceInterface } from '#control/protocol/units/device.ts'
import { introspectionDigest } from '../digest.ts'

test('Device has the members of systemd 257, in their order', () => {
  expect(introspectionDigest(deviceInterface)).toBe('3c72208a442f2c98a63d073da832d8defaeafcea6ff6fd0ae6c8871bd1a09077')
})
