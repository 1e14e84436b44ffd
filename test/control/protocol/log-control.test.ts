import { expect, test } from '@jest/globals'
import { logControlInterface } from '#control/protocol/log-control.ts'
import { introspectionDigest } from './digest.ts'

test('LogControl1 has the members of systemd 257, in their order', () => {
  expect(introspectionDigest(logControlInterface)).toBe(
    'a9b50a536328a0bf9a99cba9fdc67bb307444c281aa40bb534813b4bf59b0c54',
  )
})
