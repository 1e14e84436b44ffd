import { expect, test } from '@jest/globals'
import { jobInterface } from '#control/protocol/job.ts'
import { introspectionDigest } from './digest.ts'

test('Job has the members of systemd 257, in their order', () => {
  expect(introspectionDigest(jobInterface)).toBe('b610147d4c1cbe4632654b13dcdcfc56c12cc06bbe08ce36cbb205434a98307f')
})
