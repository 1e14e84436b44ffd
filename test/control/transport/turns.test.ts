import { expect, test } from '@jest/globals'
import { Turns } from '#control/transport/turns.ts'

/** Turns on a clock that stands still unless somebody works; `run` lets everything happen that is due. */
function createTurns() {
  let now = 0
  const due: { readonly at: number; readonly callback: () => void }[] = []
  const turns = new Turns({
    now: () => now,
    later: (delayMs, callback) => void due.push({ at: now + delayMs, callback }),
  })
  const run = (): void => {
    for (let next = due.shift(); next !== undefined; next = due.shift()) {
      now = Math.max(now, next.at)
      next.callback()
    }
  }
  return { turns, run, work: (ms: number) => (now += ms), now: () => now }
}

test('users take turns, however much one of them wants', () => {
  const { turns, run } = createTurns()
  const order: string[] = []
  for (const call of [1, 2, 3]) {
    turns.add(1000, () => order.push(`1000 ${call}`))
  }
  for (const call of [1, 2]) {
    turns.add(65534, () => order.push(`65534 ${call}`))
  }
  run()
  expect(order).toEqual(['1000 1', '65534 1', '1000 2', '65534 2', '1000 3'])
})

test('nothing is done amid the asking', () => {
  const { turns, run } = createTurns()
  const order: string[] = []
  turns.add(1000, () => order.push('done'))
  order.push('asked')
  run()
  expect(order).toEqual(['asked', 'done'])
})

test('a little is done at once, much takes three times as long as it works', () => {
  const { turns, run, work, now } = createTurns()
  for (let call = 0; call < 4; call++) {
    turns.add(1000, () => work(10))
  }
  run()
  expect(now()).toBe(40)
  const before = now()
  for (let call = 0; call < 100; call++) {
    turns.add(1000, () => work(10))
  }
  run()
  expect(now() - before).toBeGreaterThan(2800)
  expect(now() - before).toBeLessThan(3100)
})

test('work that fails does not end the turns', () => {
  const { turns, run } = createTurns()
  const order: string[] = []
  turns.add(1000, () => {
    throw new Error('a bug')
  })
  turns.add(1000, () => order.push('next'))
  expect(run).toThrow('a bug')
  run()
  expect(order).toEqual(['next'])
})
