import { expect, test } from '@jest/globals'
import { countStart, noStarts, type StartLimit } from '#core/lifecycle/start-limit.ts'

/** Which of the starts at these seconds are allowed. */
function allowed(limit: StartLimit, ...seconds: readonly number[]): readonly boolean[] {
  let count = noStarts
  return seconds.map(second => {
    const next = countStart(count, limit, second * 1_000_000)
    count = next.count
    return next.allowed
  })
}

const limit = { intervalUs: 10_000_000n, burst: 2 }

test('starts are allowed up to the burst', () => {
  expect(allowed(limit, 1, 2, 3)).toEqual([true, true, false])
})

test('a new interval begins with the first start after the old one', () => {
  expect(allowed(limit, 1, 2, 3, 11, 11.1, 12, 12)).toEqual([true, true, false, false, true, true, false])
})

test('an interval or a burst of 0 is no limit', () => {
  expect(allowed({ ...limit, intervalUs: 0n }, 1, 1, 1)).toEqual([true, true, true])
  expect(allowed({ ...limit, burst: 0 }, 1, 1, 1)).toEqual([true, true, true])
})
