import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Rig, startRig } from './rig.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

test('the clocks count microseconds, the real one as Date does, the other ever upwards', async () => {
  const { real, date, first, second } = await rig.run(({ clock }) => ({
    real: clock.realtime(),
    date: Date.now(),
    first: clock.monotonic(),
    second: clock.monotonic(),
  }))
  expect(Math.abs(real - date * 1000)).toBeLessThan(1_000_000)
  expect(second).toBeGreaterThanOrEqual(first)
  expect(second - first).toBeLessThan(1_000_000)
})

test('an alarm rings once, not before its time, and precisely', async () => {
  const rings = await rig.run(async ({ clock }) => {
    const late: number[] = []
    for (const distance of [0, 200, 1_500, 20_300]) {
      const at = clock.monotonic() + distance
      await new Promise<void>(resolve => clock.alarm(at, resolve))
      late.push(clock.monotonic() - at)
    }
    return late
  })
  expect(Math.min(...rings)).toBeGreaterThanOrEqual(0)
  expect(Math.min(...rings)).toBeLessThan(5_000)
})

test('a time that is past rings at once, even the beginning of time', async () => {
  const rang = await rig.run(async ({ clock }) => {
    await new Promise<void>(resolve => clock.alarm(1, resolve))
    await new Promise<void>(resolve => clock.alarm(0, resolve))
    await new Promise<void>(resolve => clock.alarm(-5, resolve))
    return true
  })
  expect(rang).toBe(true)
})

test('a second alarm replaces the first, and null disarms', async () => {
  const rang = await rig.run(async ({ clock }) => {
    const order: string[] = []
    clock.alarm(clock.monotonic() + 1_000, () => order.push('replaced'))
    await new Promise<void>(resolve => clock.alarm(clock.monotonic() + 3_000, resolve))
    clock.alarm(clock.monotonic() + 1_000, () => order.push('disarmed'))
    clock.alarm(null, () => undefined)
    await new Promise(resolve => setTimeout(resolve, 10))
    return order
  })
  expect(rang).toEqual([])
})

test('an alarm beyond 24.8 days, and one beyond any clock, wait', async () => {
  const rang = await rig.run(async ({ clock }) => {
    const order: string[] = []
    clock.alarm(clock.monotonic() + 60 * 86_400 * 1_000_000, () => order.push('in two months'))
    await new Promise(resolve => setTimeout(resolve, 5))
    clock.alarm(Number.MAX_VALUE, () => order.push('never'))
    await new Promise(resolve => setTimeout(resolve, 5))
    clock.alarm(null, () => undefined)
    return order
  })
  expect(rang).toEqual([])
})

test('setting the wall clock is noticed, each time', async () => {
  const jumps = await rig.run(async ({ clock }, { run, native }) => {
    let wake = () => {}
    let count = 0
    clock.onRealtimeJump(() => {
      count++
      wake()
    })
    for (let i = 0; i < 2; i++) {
      const jumped = new Promise<void>(resolve => (wake = resolve))
      const ran = await run({ candidates: [`${native}/sets-clock`] })
      if (ran.exit.status !== 0) {
        return 'not permitted'
      }
      await jumped
    }
    return count
  })
  expect(jumps).toBe(2)
})
