import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { byLooking } from '#kernel/processes/watched-process.ts'
import { type Rig, startRig } from '../rig.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

test('a process that is no child of ours is watched until it ends, and signalled as itself', async () => {
  const seen = await rig.run(async ({ processes }, { begin, exitOf }) => {
    // The shell waits for its child, so that the child is not ours and its end is not told to us.
    const begun = await begin({ candidates: ['/bin/sh'], argv: ['sh', '-c', 'sleep 100; exit 3'] })
    const find = () =>
      processes.list().find(entry => entry.parent === begun.pid && processes.comm(entry.pid) === 'sleep')
    let child = find()
    for (; !child; child = find()) {
      await new Promise(resolve => setImmediate(resolve))
    }
    const other = processes.watch(child.pid, child.startTime + 1n, () => undefined)
    let ended: () => void = () => undefined
    const end = new Promise<void>(resolve => {
      ended = resolve
    })
    const watched = processes.watch(child.pid, child.startTime, () => ended())
    const killed = watched.ok ? watched.value.kill(15) : watched
    await end
    const exit = await exitOf(begun.pid)
    const again = watched.ok ? watched.value.kill(15) : watched
    if (watched.ok) {
      watched.value.close()
    }
    const gone = processes.watch(child.pid, child.startTime, () => undefined)
    return { other, killed, status: exit.status, again, gone, users: processes.usersOf(process.pid) }
  })
  expect(seen.other).toEqual({ ok: false, error: 'ESRCH' })
  expect(seen.killed).toMatchObject({ ok: true })
  expect(seen.status).toBe(3)
  expect(seen.again).toEqual({ ok: false, error: 'ESRCH' })
  expect(seen.gone).toEqual({ ok: false, error: 'ESRCH' })
  expect(seen.users).toEqual({ real: process.getuid?.(), effective: process.getuid?.() })
})

test('without descriptors for processes we look, and never signal who has the number by then', () => {
  jest.useFakeTimers()
  let lives = true
  let ended = 0
  const kills: number[] = []
  const watched = byLooking(
    {
      kill: (_, signal) => {
        kills.push(signal)
        return 0
      },
    },
    9,
    () => lives,
    () => {
      ended += 1
    },
  )
  expect(watched.kill(15)).toMatchObject({ ok: true })
  jest.advanceTimersByTime(5000)
  expect(ended).toBe(0)
  lives = false
  expect(watched.kill(9)).toEqual({ ok: false, error: 'ESRCH' })
  jest.advanceTimersByTime(5000)
  jest.useRealTimers()
  expect([ended, kills]).toEqual([1, [15]])
})
