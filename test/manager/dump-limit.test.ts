import { expect, test } from '@jest/globals'
import { DumpLimit } from '#manager/dump-limit.ts'

test('ten dumps in ten minutes, then the rest of them to wait', () => {
  const limit = new DumpLimit()
  for (let count = 0; count < 10; count++) expect(limit.take(5_000_000)).toBe(0)
  expect(limit.take(65_000_000)).toBe(540_000_000)
  expect(limit.take(605_000_000)).toBe(0)
})
