import { expect, test } from '@jest/globals'
import { mountInterface } from '#control/protocol/units/mount.ts'
import { introspectionDigest } from '../digest.ts'

test('Mount has the members of systemd 257, in their order', () => {
  expect(introspectionDigest(mountInterface)).toBe('ffba3ab08440c7337a8602829b44fe296f649d55e489e9420b5bc983c1d8ab21')
})
