import { expect, test } from '@jest/globals'
import { socketInterface } from '#control/protocol/units/socket.ts'
import { introspectionDigest } from '../digest.ts'

test('Socket has the members of systemd 257, in their order', () => {
  expect(introspectionDigest(socketInterface)).toBe('db4e81351151735ae4dbf0457b8deb18e74b128ea691d5c60268718cd60f210a')
})
