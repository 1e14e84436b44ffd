import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Rig, startRig } from '../rig.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

test('what the other side does not take waits, with duplicates of its descriptors, until it is flushed or discarded', async () => {
  const result = await rig.run(async ({ sockets }, { native, parts }) => {
    const addon = parts.loadNative(`${native}/berth.node`)
    const path = `@berth-queue-${process.pid}`
    const description = { type: 'stream', mode: 0, backlog: 5, ipv6Only: null, options: [] } as const
    const listener = sockets.bind({ address: { family: 'unix', path }, ...description })
    if (!listener.ok) {
      return listener.error
    }
    const name = Buffer.concat([Buffer.from([1, 0, 0]), Buffer.from(path.slice(1))])
    const client = addon.socketOpen(1, 1, 0)
    addon.socketConnect(client, name)
    const accepted = sockets.accept(listener.value)
    const server = accepted.ok ? accepted.value : -1
    const queue = parts.createSendQueue(addon, client)
    const open = async () => (await import('node:fs')).readdirSync('/proc/self/fd').length

    queue.send(new Uint8Array(10), [])
    const afterSmall = queue.waitingBytes
    queue.send(new Uint8Array(3_000_000), [])
    const before = await open()
    queue.send(new Uint8Array(1), [0, 1])
    const duplicated = (await open()) - before
    const waiting = queue.waitingBytes
    const flushed = queue.flush()
    addon.socketReceive(server, new Uint8Array(100_000), new Int32Array(258), -1)
    const partly = queue.flush() && queue.waitingBytes < waiting
    queue.discard()
    const closed = (await open()) - before
    addon.fdClose(server)
    queue.send(new Uint8Array(1), [])
    return { afterSmall, duplicated, flushed, partly, closed, left: queue.waitingBytes, gone: queue.flush() }
  })
  expect(result).toEqual({ afterSmall: 0, duplicated: 2, flushed: true, partly: true, closed: 0, left: 1, gone: false })
})
