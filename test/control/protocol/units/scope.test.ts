import { expect, test } from '@jest/globals'
import { scopeInterface } from '#control/protocol/units/scope.ts'
import { introspectionDigest } from '../digest.ts'

test('Scope has the members of systemd 257, in their order', () => {
  expect(introspectionDigest(scopeInterface)).toBe('6885521f9dc2b516401a3287a8315b6573c21bd2476b859d0a5a0660e8f5d826')
})
