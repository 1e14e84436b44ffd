import { expect, test } from '@jest/globals'
import { ReloadLimit } from '#manager/reload-limit.ts'

test('what is beyond the limit is refused until the interval is over', () => {
  const limit = new ReloadLimit(() => ({ intervalUs: 10_000_000n, burst: 2 }))
  expect([1, 2, 3, 4].map(second => limit.take(second * 1_000_000))).toEqual([true, true, false, false])
  expect(limit.take(12_000_000)).toBe(true)
})

test('without an interval or a burst there is no limit', () => {
  const limit = new ReloadLimit(() => ({ intervalUs: 0n, burst: 2 }))
  expect([1, 1, 1].map(now => limit.take(now))).toEqual([true, true, true])
})
