import { expect, test } from '@jest/globals'
import { unreachable } from '#core/base/unreachable.ts'

test('unreachable() names the value that slipped past the compiler', () => {
  expect(() => unreachable('later' as never)).toThrow('unreachable: "later"')
})
