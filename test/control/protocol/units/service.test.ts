import { expect, test } from '@jest/globals'
import { serviceInterface } from '#control/protocol/units/service.ts'
import { introspectionDigest } from '../digest.ts'

test('Service has the members of systemd 257, in their order', () => {
  expect(introspectionDigest(serviceInterface)).toBe('e84f4ed474c5cf5d9468dd38d1df53708fa685d4ed895ab2a26dfdb15cd14288')
})
