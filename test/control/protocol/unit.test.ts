import { expect, test } from '@jest/globals'
import { unitInterface } from '#control/protocol/unit.ts'
import { introspectionDigest } from './digest.ts'

test('Unit has the members of systemd 257, in their order', () => {
  expect(introspectionDigest(unitInterface)).toBe('5a20fc549b6f83e3496a2bea8a231594c4bee014ac0fbd8e0697a63b6513f0cb')
})
