import { expect, test } from '@jest/globals'
import { type Bus, openBus } from '#control/transport/bus.ts'
import { connectionPair, settled } from '../../fake/connection.ts'
import { createFakeBus, type FakeBus } from '../fake-bus.ts'

async function connect(): Promise<{ bus: Bus; fake: FakeBus }> {
  const fake = createFakeBus()
  const opened = await openBus(fake.connection, { uid: 0, closeDescriptor: () => {} })
  if (!opened.ok) {
    throw new Error(opened.error.message)
  }
  return { bus: opened.value, fake }
}

test('Hello gives us a unique name', async () => {
  expect((await connect()).bus.uniqueName).toBe(':1.7')
})

test('a bus that does not answer the handshake is an error', async () => {
  const pair = connectionPair()
  pair.server.close()
  expect(await openBus(pair.client, { uid: 0, closeDescriptor: () => {} })).toMatchObject({ ok: false })
})

test('a name is asked for and given back', async () => {
  const { bus, fake } = await connect()
  fake.owners.set('com.example.Other', ':1.9')
  expect(await bus.requestName('com.example.Ours')).toEqual({ ok: true, value: 'owner' })
  expect(await bus.requestName('com.example.Ours')).toEqual({ ok: true, value: 'already-owner' })
  expect(await bus.requestName('com.example.Other')).toEqual({ ok: true, value: 'queued' })
  expect(await bus.requestName('com.example.Other', { doNotQueue: true })).toEqual({ ok: true, value: 'taken' })
  expect(await bus.releaseName('com.example.Ours')).toEqual({ ok: true, value: 'released' })
  expect(await bus.releaseName('com.example.Ours')).toEqual({ ok: true, value: 'not-owned' })
  expect(await bus.releaseName('com.example.Other')).toEqual({ ok: true, value: 'not-ours' })
})

test('the bus tells who owns a name, and which process and user that is', async () => {
  const { bus, fake } = await connect()
  fake.owners.set('com.example.Other', ':1.9')
  expect(await bus.hasOwner('com.example.Other')).toEqual({ ok: true, value: true })
  expect(await bus.ownerOf('com.example.Other')).toEqual({ ok: true, value: ':1.9' })
  expect(await bus.processOf('com.example.Other')).toEqual({ ok: true, value: 9 })
  expect(await bus.userOf('com.example.Other')).toEqual({ ok: true, value: 1000 })
  expect(await bus.ownerOf('com.example.Nobody')).toEqual({ ok: true, value: null })
})

test('a name that is watched is told at once, and at every change until it is closed', async () => {
  const { bus, fake } = await connect()
  const told: (string | null)[] = []
  const watch = await bus.watchName('com.example.Late', owner => told.push(owner))
  fake.setOwner('com.example.Late', ':1.9')
  fake.setOwner('com.example.Other', ':1.10')
  fake.setOwner('com.example.Late', null)
  await settled()
  if (watch.ok) {
    watch.value.close()
  }
  await settled()
  fake.setOwner('com.example.Late', ':1.11')
  await settled()
  expect(told).toEqual([null, ':1.9', null])
  expect(fake.rules).toEqual([])
})

test('a change that comes right behind the first answer is not lost', async () => {
  const { bus, fake } = await connect()
  const told: (string | null)[] = []
  const watching = bus.watchName('com.example.Late', owner => told.push(owner))
  while (fake.rules.length === 0) {
    await new Promise(resolve => queueMicrotask(() => resolve(null)))
  }
  fake.setOwner('com.example.Late', ':1.9')
  await watching
  await settled()
  expect(told.at(-1)).toBe(':1.9')
})

test('what is no bus name cannot be watched', async () => {
  const { bus, fake } = await connect()
  expect(await bus.watchName("x',type='call", () => {})).toMatchObject({ ok: false })
  expect(fake.rules).toEqual([])
})
