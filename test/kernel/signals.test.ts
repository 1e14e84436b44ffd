import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Rig, startRig } from './rig.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

test.each([
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGUSR1', 10],
  ['SIGUSR2', 12],
  ['SIGTERM', 15],
  ['SIGWINCH', 28],
  ['SIGPWR', 30],
  ['SIGRTMIN+0', 34],
  ['SIGRTMIN+3', 37],
  ['SIGRTMIN+29', 63],
])('%s arrives instead of acting', async (_, number) => {
  const arrived = await rig.run(async ({ processes }, { nextSignal }, signal) => {
    processes.kill(process.pid, signal)
    return nextSignal()
  }, number)
  expect(arrived).toBe(number)
})

test('SIGPIPE does nothing', async () => {
  const alive = await rig.run(({ processes }) => processes.kill(process.pid, 13))
  expect(alive).toEqual({ ok: true, value: undefined })
})

test('a signal that arrived before anybody listened is kept', async () => {
  const other = await startRig({ role: 'command' })
  const arrived = await other.run(async (_, { native, parts }) => {
    const addon = parts.loadNative(`${native}/berth.node`)
    let reaped = 0
    const signals = parts.catchSignals(addon, parts.createPoller(addon), () => reaped++)
    addon.kill(process.pid, 12)
    addon.kill(process.pid, 17)
    while (reaped === 0) {
      await new Promise(resolve => setImmediate(resolve))
    }
    return new Promise<number>(resolve => signals.onSignal(resolve))
  })
  expect(arrived).toBe(12)
  await other.stop()
})

test('a thousand signals of thirty kinds, while children end, lose no kind and no child', async () => {
  const result = await rig.run(async ({ processes }, { launch, exits, exitOf, nextSignal }) => {
    const seen = exits.length
    const kinds = new Set<number>()
    const pids: number[] = []
    const all = (async () => {
      while (kinds.size < 30) {
        kinds.add(await nextSignal())
      }
    })()
    for (let i = 0; i < 1000; i++) {
      processes.kill(process.pid, 34 + (i % 30))
      if (i % 50 === 0) {
        const pid = processes.spawn(launch({}), () => undefined)
        if (pid.ok) {
          pids.push(pid.value)
        }
      }
    }
    await all
    await Promise.all(pids.map(exitOf))
    return { kinds: kinds.size, exits: exits.length - seen }
  })
  expect(result).toEqual({ kinds: 30, exits: 20 })
})

test('without a manager, signals act as they always do', async () => {
  const command = await startRig({ role: 'command' })
  const ended = command.run(({ processes }) => {
    processes.kill(process.pid, 15)
    return new Promise<void>(() => undefined)
  })
  await expect(ended).rejects.toThrow('the process ended: SIGTERM')
  await command.stop()
})
