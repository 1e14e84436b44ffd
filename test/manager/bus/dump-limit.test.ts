import { expect, test } from '@jest/globals'
import type { Kernel } from '#kernel/kernel.ts'
import { createDumpLimit } from '#manager/bus/dump-limit.ts'

test('users get ten dumps in ten minutes and then have to wait, root never', () => {
  let now = 5_000_000
  const kernel = { clock: { monotonic: () => now }, host: { uid: 7 } } as unknown as Kernel
  const delay = createDumpLimit({ kernel })
  for (let count = 0; count < 10; count++) {
    expect(delay(65_534)).toBe(0)
  }
  now = 65_000_000
  expect([delay(1000), delay(0), delay(7)]).toEqual([540_000_000, 0, 0])
  now = 605_000_000
  expect(delay(1000)).toBe(0)
})
