import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Rig, startRig } from '../rig.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

test('a watch closed by an earlier handler of the same turn is not called any more', async () => {
  const calls = await rig.run(async (_, { native, parts }) => {
    const addon = parts.loadNative(`${native}/berth.node`)
    const poller = parts.createPoller(addon)
    const ends = new Int32Array(2)
    const seen: string[] = []
    const watches = ['first', 'second'].map(name => {
      addon.pipe(ends)
      const [read = -1, write = -1] = ends
      addon.fdClose(write)
      return poller.watch(read, 1, () => {
        seen.push(name)
        for (const watch of watches) {
          watch.close()
        }
      })
    })
    while (seen.length === 0) {
      await new Promise(resolve => setImmediate(resolve))
    }
    for (let i = 0; i < 5; i++) {
      await new Promise(resolve => setImmediate(resolve))
    }
    return seen.length
  })
  expect(calls).toBe(1)
})

test('what a handler leaves behind is reported again, and a handler that throws does not stop that', async () => {
  const other = await startRig()
  const result = await other.run(async ({ processes }, { native, parts }) => {
    const addon = parts.loadNative(`${native}/berth.node`)
    const poller = parts.createPoller(addon)
    const ends = new Int32Array(2)
    const bugs: string[] = []
    processes.onBug(error => bugs.push(String(error)))
    addon.pipe(ends)
    addon.fdClose(ends[1] ?? -1)
    let calls = 0
    await new Promise<void>(resolve => {
      const watch = poller.watch(ends[0] ?? -1, 1, () => {
        calls++
        if (calls === 1) {
          throw new Error('bug')
        }
        watch.close()
        resolve()
      })
    })
    return { calls, bugs }
  })
  expect(result).toEqual({ calls: 2, bugs: ['Error: bug'] })
  await other.stop()
})

test('promises that a handler settles are followed before the next turn', async () => {
  const order = await rig.run(async (_, { native, parts }) => {
    const addon = parts.loadNative(`${native}/berth.node`)
    const poller = parts.createPoller(addon)
    const ends = new Int32Array(2)
    addon.pipe(ends)
    addon.fdClose(ends[1] ?? -1)
    const seen: string[] = []
    await new Promise<void>(resolve => {
      const watch = poller.watch(ends[0] ?? -1, 1, () => {
        watch.close()
        void Promise.resolve().then(() => seen.push('promise'))
        setImmediate(() => {
          seen.push('turn')
          resolve()
        })
      })
    })
    return seen
  })
  expect(order).toEqual(['promise', 'turn'])
})

test('a program with nothing left to watch ends by itself', async () => {
  const { execFileSync } = process.getBuiltinModule('node:child_process')
  const { nativeEnvironment, nativeFolder } = await import('../rig.ts')
  const code = `
    import { linuxKernel } from '${process.cwd()}/src/kernel/linux.ts'
    const addonPath = '${nativeFolder}/berth.node'
    const { sockets, clock, files } = linuxKernel({ addonPath, executorPath: '/nope', manager: false })
    files.watch('/tmp', () => {})
    clock.onRealtimeJump(() => {})
    clock.alarm(clock.monotonic() + 5000, () => console.log('rang'))
    const pipe = sockets.pipe()
    sockets.readPipe(pipe.value.read, () => {}, () => console.log('ended'))
    sockets.closeDescriptor(pipe.value.write)
  `
  const options = ['--no-warnings', '--input-type=module', '-e', code]
  const said = execFileSync(process.execPath, options, { env: nativeEnvironment(), encoding: 'utf8', timeout: 20_000 })
  expect(said.trim().split('\n').sort()).toEqual(['ended', 'rang'])
})
