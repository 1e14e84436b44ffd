import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Rig, startRig } from '../rig.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

test('the list has us and our children, with parent, start and mark', async () => {
  const seen = await rig.run(async ({ processes }, { begin, exitOf }) => {
    const mark = 2n ** 64n - 815n
    const begun = await begin({ candidates: ['/bin/sleep'], argv: ['sleep', '100'], mark })
    const entries = processes.list()
    const child = entries.find(entry => entry.pid === begun.pid)
    const one = processes.entry(begun.pid)
    const self = entries.find(entry => entry.pid === process.pid)
    const argv = processes.argv(begun.pid)
    processes.kill(begun.pid, 9)
    await exitOf(begun.pid)
    const gone = [processes.entry(begun.pid), processes.comm(begun.pid), processes.argv(begun.pid)]
    return { pid: process.pid, child, one, self, argv, gone }
  })
  expect(seen.child).toMatchObject({ parent: seen.pid, mark: 2n ** 64n - 815n, zombie: false })
  expect(seen.one).toEqual(seen.child)
  expect(seen.self?.mark).toBe(2n ** 64n - 1n)
  expect(seen.self?.startTime).toBeLessThanOrEqual(seen.child?.startTime ?? 0n)
  expect(seen.argv).toEqual(['sleep', '100'])
  expect(seen.gone).toEqual([undefined, '', []])
})

test('a zombie is told apart, and still tells which start it belonged to', async () => {
  const zombie = await rig.run(async ({ processes }, { begin, exitOf }) => {
    const script = 'sleep 0 & exec sleep 100'
    const mark = 2n ** 64n - 816n
    const begun = await begin({ candidates: ['/bin/sh'], argv: ['sh', '-c', script], mark })
    const find = () => processes.list().find(entry => entry.parent === begun.pid && entry.zombie)
    let found = find()
    for (; !found; found = find()) {
      await new Promise(resolve => setImmediate(resolve))
    }
    const argv = processes.argv(found.pid)
    processes.kill(begun.pid, 9)
    await exitOf(begun.pid)
    return { ...found, argv }
  })
  expect(zombie).toMatchObject({ zombie: true, mark: 2n ** 64n - 816n, argv: [] })
})

test('a name with spaces and brackets in it confuses nobody', async () => {
  const entry = await rig.run(({ processes }) => {
    processes.setComm(') Z 1 (evil)')
    return processes.entry(process.pid)
  })
  expect(entry).toMatchObject({ pid: rig.pid, parent: process.pid, zombie: false })
})

test('kernel threads are not in the list', async () => {
  const threads = await rig.run(({ processes }) =>
    processes.list().filter(entry => processes.comm(entry.pid) === 'kthreadd'),
  )
  expect(threads).toEqual([])
})
