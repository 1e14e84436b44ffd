import { expect, test } from '@jest/globals'
import { timerInterface } from '#control/protocol/units/timer.ts'
import { introspectionDigest } from '../digest.ts'

test('Timer has the members of systemd 257, in their order', () => {
  expect(introspectionDigest(timerInterface)).toBe('56a3f160d192a36c9f4024e14ef588b510ab8eafc3eba1375470168d5bb32947')
})
