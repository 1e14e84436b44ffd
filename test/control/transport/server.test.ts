import { expect, test } from '@jest/globals'
import { managerInterface } from '#control/protocol/manager.ts'
import { othersLimits } from '#control/transport/limits.ts'
import { connectionPair, settled } from '../../fake/connection.ts'
import * as recorded from '../codec/recorded.ts'
import { connect, createWorld, greeting, open, RawClient } from '../raw-client.ts'
import { jobFace } from '../toy.ts'

const jobs = '/org/freedesktop/systemd1/job'

test('signals go to every client that is through with the handshake', async () => {
  const world = createWorld()
  const first = await open(world)
  const second = await open(world, 65534)
  const third = connect(world)
  const args = { id: 7, job: `${jobs}/7`, unit: 'a.service', result: 'done' }
  world.server.emit('/org/freedesktop/systemd1', managerInterface, 'JobRemoved', args)
  await settled()
  expect(first.summary()).toEqual([`JobRemoved [7,"${jobs}/7","a.service","done"]`])
  expect(second.summary()).toEqual(first.summary())
  expect(third.summary()).toEqual([])
})

test('changed properties are told with their new values', async () => {
  const world = createWorld()
  const client = await open(world)
  world.server.emitPropertiesChanged(`${jobs}/1`, jobFace(world.toy, 1))
  world.server.emitPropertiesChanged(`${jobs}/1`, jobFace(world.toy, 1), ['Id'])
  await settled()
  expect(client.summary()).toEqual([
    'PropertiesChanged ["org.freedesktop.systemd1.Job",[["State",{"signature":"s","value":"waiting"}]],[]]',
  ])
})

test('who is not root has smaller limits', async () => {
  const world = createWorld({
    others: { ...othersLimits, connections: 1, each: { ...othersLimits.each, messageBytes: 100 } },
  })
  const client = await open(world, 65534)
  const second = await open(world, 65533)
  const third = await open(world, 65532)
  expect([second.ended, third.ended]).toEqual([true, true])
  client.connection.write(recorded.startUnit)
  await settled()
  expect(client.ended).toBe(true)
  expect(world.lines).toEqual([
    'control: more than 1 connections, turning away uid 65533',
    'control: connection of process 77 (uid 65534) ended: message of 208 bytes is longer than the limit of 100',
  ])
  const again = await open(world, 65534)
  expect(again.ended).toBe(false)
})

test('one user has fewer connections than all, and what is turned away is counted', async () => {
  const world = createWorld({ others: { ...othersLimits, connections: 3, perUser: 2 } })
  const mine = [await open(world, 2000), await open(world, 2000), await open(world, 2000), await open(world, 2000)]
  const theirs = [await open(world, 2001), await open(world, 2001)]
  expect(mine.map(({ ended }) => ended)).toEqual([false, false, true, true])
  expect(theirs.map(({ ended }) => ended)).toEqual([false, true])
  expect((await open(world)).ended).toBe(false)
  expect(world.lines).toEqual(['control: more than 2 connections, turning away uid 2000'])
  for (const ring of world.rings) {
    ring()
  }
  expect(world.lines).toContain('control: connections were turned away 2 more times within a minute')
})

test('root is answered before users who asked first', async () => {
  const world = createWorld()
  const order: number[] = []
  world.toy.after = (_id, { caller }) => {
    order.push(caller.uid)
    return { ok: true, value: { jobs: [] } }
  }
  const users = await Promise.all([2000, 2001].map(uid => open(world, uid)))
  const root = await open(world)
  for (const client of [...users, root]) {
    client.call(`${jobs}/1`, 'org.freedesktop.systemd1.Job.GetAfter', '', [])
  }
  await settled()
  expect(order).toEqual([0, 2000, 2001])
})

test('bad handshakes without end are one line', async () => {
  const world = createWorld()
  for (let count = 0; count < 50; count++) {
    const client = connect(world, 65534)
    client.connection.write(Uint8Array.of(1, 2, 3))
    await settled()
    expect(client.ended).toBe(true)
  }
  expect(world.lines).toHaveLength(1)
})

test('who leaves most unread loses the connection when all together leave too much', async () => {
  const world = createWorld({ others: { ...othersLimits, sendBytes: 400 } })
  const pairs = [2000, 2001].map(uid => connectionPair({ client: { pid: 77, uid, gid: uid } }))
  const clients = pairs.map(({ client, server }) => {
    world.server.accept(server)
    const raw = new RawClient(client)
    client.write(greeting)
    return raw
  })
  await settled()
  const args = { id: 7, job: `${jobs}/7`, unit: 'a.service', result: 'done' }
  const emit = () => world.server.emit('/org/freedesktop/systemd1', managerInterface, 'JobRemoved', args)
  pairs[0]?.server.block(true)
  for (let count = 0; count < 3; count++) {
    emit()
  }
  await settled()
  expect(clients.map(({ ended }) => ended)).toEqual([true, false])
  expect(clients[1]?.messages).toHaveLength(3)
})

test('what answers to users leave behind is given back in their time', async () => {
  let cleaned = 0
  const world = createWorld({ clean: () => cleaned++ })
  world.server.answered(1024 * 1024)
  await settled()
  expect(cleaned).toBe(0)
  world.server.answered(1024 * 1024)
  expect(cleaned).toBe(0)
  await settled()
  expect(cleaned).toBe(1)
})

test('close() ends all connections after what was sent', async () => {
  const world = createWorld()
  const client = await open(world)
  client.call('/', 'org.freedesktop.DBus.Peer.Ping', '', [])
  await settled()
  world.server.close()
  await settled()
  expect(client.summary()).toEqual(['1 []'])
  expect(client.ended).toBe(true)
  expect(world.server.connectionCount).toBe(0)
})
