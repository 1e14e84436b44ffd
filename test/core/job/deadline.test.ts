import { expect, test } from '@jest/globals'
import { jobDeadline } from '#core/job/deadline.ts'

const infinity = 2n ** 64n - 1n

test('a job without limits may take for ever', () => {
  expect(jobDeadline({ JobTimeoutSec: infinity, JobRunningTimeoutSec: infinity }, { since: 5, runningSince: 7 })).toBe(
    null,
  )
})

test('JobTimeoutSec= counts from the queue, JobRunningTimeoutSec= only once the job runs', () => {
  const limits = { JobTimeoutSec: 1000n, JobRunningTimeoutSec: 100n }
  expect(jobDeadline(limits, { since: 5, runningSince: null })).toBe(1005)
  expect(jobDeadline(limits, { since: 5, runningSince: 700 })).toBe(800)
  expect(jobDeadline(limits, { since: 5, runningSince: 950 })).toBe(1005)
})
