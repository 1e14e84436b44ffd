import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Rig, startRig } from '../rig.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

test('what is written is read in pieces until the last writer is gone, then the descriptor is closed', async () => {
  const result = await rig.run(async ({ sockets }, { begin }) => {
    const pipe = sockets.pipe()
    if (!pipe.ok) {
      throw new Error('no pipe')
    }
    let size = 0
    let largest = 0
    let ends = 0
    const ended = new Promise<void>(resolve =>
      sockets.readPipe(
        pipe.value.read,
        bytes => {
          size += bytes.length
          largest = Math.max(largest, bytes.length)
        },
        () => {
          ends++
          resolve()
        },
      ),
    )
    const script = 'head -c 3000000 /dev/zero; echo more >&2'
    const stdout = { to: 'descriptor', fd: pipe.value.write } as const
    await begin({
      candidates: ['/bin/sh'],
      argv: ['sh', '-c', script],
      output: stdout,
      error: { to: 'inherit-stdout' },
    })
    sockets.closeDescriptor(pipe.value.write)
    await ended
    return { size, pieces: largest <= 65_536, ends, open: sockets.descriptorExists(pipe.value.read) }
  })
  expect(result).toEqual({ size: 3_000_005, pieces: true, ends: 1, open: false })
})

test('a memory file is read from its beginning', async () => {
  const result = await rig.run(async ({ sockets }, { begin }) => {
    const text = 'said before\n'.repeat(20_000)
    const file = sockets.memoryFile(new TextEncoder().encode(text))
    const pipe = sockets.pipe()
    if (!file.ok || !pipe.ok) {
      throw new Error('no files')
    }
    let size = 0
    const ended = new Promise<void>(resolve =>
      sockets.readPipe(pipe.value.read, bytes => (size += bytes.length), resolve),
    )
    const stdin = { from: 'descriptor', fd: file.value } as const
    const stdout = { to: 'descriptor', fd: pipe.value.write } as const
    await begin({ candidates: ['/bin/cat'], argv: ['cat'], input: stdin, output: stdout })
    sockets.closeDescriptor(pipe.value.write)
    sockets.closeDescriptor(file.value)
    await ended
    return size === text.length
  })
  expect(result).toBe(true)
})

test('closing stops the reading without an end, and closes the descriptor', async () => {
  const result = await rig.run(async ({ sockets }) => {
    const pipe = sockets.pipe()
    if (!pipe.ok) {
      throw new Error('no pipe')
    }
    const said: string[] = []
    const reading = sockets.readPipe(
      pipe.value.read,
      () => said.push('received'),
      () => said.push('ended'),
    )
    reading.close()
    reading.close()
    sockets.closeDescriptor(pipe.value.write)
    for (let i = 0; i < 5; i++) {
      await new Promise(resolve => setImmediate(resolve))
    }
    return [...said, sockets.descriptorExists(pipe.value.read)]
  })
  expect(result).toEqual([false])
})
