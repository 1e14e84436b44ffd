import { expect, test } from '@jest/globals'
import { automountInterface } from '#control/protocol/units/automount.ts'
import { introspectionDigest } from '../digest.ts'

test('Automount has the members of systemd 257, in their order', () => {
  expect(introspectionDigest(automountInterface)).toBe(
    'e0e0af070b9b5330213b6bdd3c888523892c7bb82d546d567921dc8f801183df',
  )
})
