import { expect, test } from '@jest/globals'
import { managerInterface } from '#control/protocol/manager.ts'
import { settled } from '../fake/connection.ts'
import * as recorded from './codec/recorded.ts'
import { connect, createWorld, open } from './raw-client.ts'
import { jobFace } from './toy.ts'

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
    others: { connections: 1, each: { messageBytes: 100, pendingCalls: 1, handshakeMs: 1 } },
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
