import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Rig, startRig } from '../rig.ts'

let rig: Rig
let folder: string
beforeAll(async () => {
  rig = await startRig()
  folder = mkdtempSync('/tmp/berth-datagrams-')
  chmodSync(folder, 0o755)
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await rig.stop()
})

test('each message says who sent it, with its descriptors', async () => {
  const path = join(folder, 'notify')
  const { heard, pid, uid } = await rig.run(async ({ sockets }, { run, native }, at) => {
    const datagrams: import('#kernel/kernel.ts').Datagram[] = []
    const socket = sockets.receiveDatagrams(at, 0o666, datagram => datagrams.push(datagram))
    const ran = await run({
      candidates: [`${native}/sends-datagram`],
      argv: ['sends-datagram', at, 'READY=1', 'FDSTORE=1'],
      identity: { as: 'ids', uid: 1234, gid: 2345, groups: [] },
    })
    while (datagrams.length < 2) {
      await new Promise(resolve => setImmediate(resolve))
    }
    if (socket.ok) {
      socket.value.close()
    }
    const heard = datagrams.map(({ bytes, peer, fds }) => ({
      text: Buffer.from(bytes).toString(),
      peer,
      fds: fds.length,
    }))
    return { heard, pid: ran.pid, uid: 1234 }
  }, path)
  const peer = { pid, uid, gid: 2345 }
  expect(heard).toEqual([
    { text: 'READY=1', peer, fds: 1 },
    { text: 'FDSTORE=1', peer, fds: 1 },
  ])
})

test('messages keep their borders: empty ones, and ones of 100,000 bytes', async () => {
  const sizes = await rig.run(
    async ({ sockets }, { run, native }, at) => {
      const seen: number[] = []
      const socket = sockets.receiveDatagrams(at, 0o600, ({ bytes }) => seen.push(bytes.length))
      const argv = ['sends-datagram', at, '', 'x'.repeat(100_000), 'y']
      await run({ candidates: [`${native}/sends-datagram`], argv })
      while (seen.length < 3) {
        await new Promise(resolve => setImmediate(resolve))
      }
      if (socket.ok) {
        socket.value.close()
      }
      return seen
    },
    join(folder, 'sizes'),
  )
  expect(sizes).toEqual([0, 100_000, 1])
})

test('more messages than fit into one turn all arrive, in order, also when they were sent before we listened', async () => {
  const result = await rig.run(
    async ({ sockets }, { run, native }, at) => {
      const description = { type: 'datagram', mode: 0o600, backlog: 0, ipv6Only: null, options: [] } as const
      const fd = sockets.bind({ address: { family: 'unix', path: at }, ...description })
      if (!fd.ok) {
        return fd.error
      }
      const messages = Array.from({ length: 10 }, (_, i) => String(i))
      await run({ candidates: [`${native}/sends-datagram`], argv: ['sends-datagram', at, ...messages] })
      const seen: string[] = []
      const socket = sockets.receiveDatagramsOn(fd.value, ({ bytes }) => seen.push(Buffer.from(bytes).toString()))
      const more = Array.from({ length: 300 }, (_, i) => String(i + 10))
      await run({ candidates: [`${native}/sends-datagram`], argv: ['sends-datagram', at, ...more] })
      while (seen.length < 310) {
        await new Promise(resolve => setImmediate(resolve))
      }
      if (socket.ok) {
        socket.value.close()
      }
      return seen.every((text, i) => text === String(i))
    },
    join(folder, 'many'),
  )
  expect(result).toBe(true)
})
