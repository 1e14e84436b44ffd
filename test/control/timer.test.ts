import { expect, test } from '@jest/globals'
import { after } from '#control/timer.ts'

test('after() calls back once the delay is over, unless it was called off', async () => {
  const rung: string[] = []
  after(0, () => rung.push('called off'))()
  await new Promise<void>(resolve => {
    after(1, () => {
      rung.push('rung')
      resolve()
    })
    // The timer alone does not keep the process alive.
    setTimeout(() => {}, 1000).unref()
  })
  expect(rung).toEqual(['rung'])
})
