import { expect, test } from '@jest/globals'
import { type Client, openClient } from '#control/client.ts'
import { variant } from '#control/codec/value-of.ts'
import { jobInterface } from '#control/protocol/job.ts'
import { logControlInterface } from '#control/protocol/log-control.ts'
import { managerInterface } from '#control/protocol/manager.ts'
import type { After } from '#control/timer.ts'
import { connectionPair, settled } from '../fake/connection.ts'
import { createWorld, type World } from './raw-client.ts'
import { jobFace } from './toy.ts'

const jobs = '/org/freedesktop/systemd1/job'
const logControl = '/org/freedesktop/LogControl1'

/** A client of a world's server, with timers that the test rings. */
async function connectTo(world: World, uid = 0): Promise<{ client: Client; rings: (() => void)[] }> {
  const rings: (() => void)[] = []
  const pair = connectionPair({ client: { pid: 77, uid, gid: uid } })
  world.server.accept(pair.server)
  const opened = await openClient(pair.client, {
    uid,
    closeDescriptor: fd => world.closed.push(fd),
    after: (_delayMs, ring) => {
      rings.push(ring)
      return () => rings.splice(rings.indexOf(ring), 1)
    },
  })
  if (!opened.ok) {
    throw new Error(opened.error.message)
  }
  return { client: opened.value, rings }
}

test('a method of a spec is called with arguments by name, and answers so', async () => {
  const { client } = await connectTo(createWorld())
  const answer = await client.invoke(`${jobs}/2`, jobInterface, 'GetBefore', {})
  expect(answer).toEqual({ ok: true, value: { jobs: [[2, 'start', 'waiting', 'a', '/a', '/b']] } })
})

test('a method can be called by its name and signature alone', async () => {
  const { client } = await connectTo(createWorld())
  const answer = await client.call(logControl, 'org.freedesktop.DBus.Properties', 'Get', 'ss', [
    'org.freedesktop.LogControl1',
    'LogLevel',
  ])
  expect(answer).toEqual({ ok: true, value: [variant('s', 'info')] })
})

test('an error of the peer is an error with its name and message', async () => {
  const { client } = await connectTo(createWorld())
  expect(await client.invoke(`${jobs}/9`, jobInterface, 'Cancel', {})).toEqual({
    ok: false,
    error: { name: 'org.freedesktop.DBus.Error.UnknownObject', message: `Unknown object '${jobs}/9'.` },
  })
})

test('properties are got one by one, all at once, and set', async () => {
  const { client } = await connectTo(createWorld())
  expect(await client.get(`${jobs}/1`, jobInterface, 'State')).toEqual({ ok: true, value: 'waiting' })
  expect(await client.set(logControl, logControlInterface.name, 'LogLevel', variant('s', 'debug'))).toMatchObject({
    ok: true,
  })
  const all = await client.getAll(logControl, '')
  expect(all.ok && [...all.value]).toEqual([
    ['LogLevel', variant('s', 'debug')],
    ['LogTarget', variant('s', 'journal')],
    ['SyslogIdentifier', variant('s', 'systemd')],
  ])
})

test('a property that is not what the spec says is an error', async () => {
  const { client } = await connectTo(createWorld())
  const wrong = { ...logControlInterface, properties: { LogLevel: { type: 'u', emits: 'false' } } } as const
  expect(await client.get(logControl, wrong, 'LogLevel')).toMatchObject({
    ok: false,
    error: { name: 'org.freedesktop.DBus.Error.InconsistentMessage', message: "LogLevel answers with 's', not 'u'" },
  })
})

test('signals are heard by whoever asked for them, until they close', async () => {
  const world = createWorld()
  const { client } = await connectTo(world)
  const heard: string[] = []
  const removed = client.listen(managerInterface, 'JobRemoved', (args, path) =>
    heard.push(`${args.job} ${args.result} ${path}`),
  )
  client.subscribe({ path: `${jobs}/1`, member: 'PropertiesChanged' }, signal => heard.push(String(signal.values[0])))
  const args = { id: 7, job: `${jobs}/7`, unit: 'a.service', result: 'done' }
  world.server.emit('/org/freedesktop/systemd1', managerInterface, 'JobRemoved', args)
  world.server.emit('/org/freedesktop/systemd1', managerInterface, 'UnitNew', { id: 'a', unit: '/a' })
  world.server.emitPropertiesChanged(`${jobs}/1`, jobFace(world.toy, 1))
  world.server.emitPropertiesChanged(`${jobs}/2`, jobFace(world.toy, 2))
  await settled()
  removed.close()
  world.server.emit('/org/freedesktop/systemd1', managerInterface, 'JobRemoved', args)
  await settled()
  expect(heard).toEqual([`${jobs}/7 done /org/freedesktop/systemd1`, 'org.freedesktop.systemd1.Job'])
})

test('a call that takes too long ends with ETIMEDOUT, and its late answer is dropped', async () => {
  const world = createWorld()
  let answer = (): void => {}
  world.toy.after = () =>
    new Promise(resolve => {
      answer = () => resolve({ ok: true, value: { jobs: [] } })
    })
  const { client, rings } = await connectTo(world)
  const pending = client.invoke(`${jobs}/1`, jobInterface, 'GetAfter', {})
  await settled()
  rings[0]?.()
  expect(await pending).toEqual({
    ok: false,
    error: { name: 'org.freedesktop.DBus.Error.Timeout', message: 'Connection timed out' },
  })
  answer()
  await settled()
  expect(await client.get(`${jobs}/1`, jobInterface, 'Id')).toEqual({ ok: true, value: 1 })
  expect(rings).toEqual([])
})

test('a call may wait for ever', async () => {
  const world = createWorld()
  world.toy.after = () => new Promise(() => {})
  const { client, rings } = await connectTo(world)
  void client.invoke(`${jobs}/1`, jobInterface, 'GetAfter', {}, { timeLimitMs: Number.POSITIVE_INFINITY })
  await settled()
  expect(rings).toEqual([])
})

test('the end of the connection ends everything that is pending, and what is asked later', async () => {
  const world = createWorld()
  world.toy.after = () => new Promise(() => {})
  const { client } = await connectTo(world)
  let lost = 0
  client.onLost(() => lost++)
  const pending = client.invoke(`${jobs}/1`, jobInterface, 'GetAfter', {})
  await settled()
  world.server.close()
  const disconnected = {
    ok: false,
    error: { name: 'org.freedesktop.DBus.Error.Disconnected', message: 'Connection reset by peer' },
  }
  expect(await pending).toEqual(disconnected)
  expect(await client.get(`${jobs}/1`, jobInterface, 'Id')).toEqual(disconnected)
  expect(lost).toBe(1)
})

test('descriptors in an answer are handed to who asked', async () => {
  const world = createWorld()
  const { client } = await connectTo(world)
  const answer = await client.call('/org/freedesktop/files', 'com.example.Files', 'Swap', 'hb', [9, true])
  expect(answer).toEqual({ ok: true, value: [100] })
  expect(world.closed).toEqual([100])
})

test('a server that refuses us is EACCES', async () => {
  const world = createWorld()
  const pair = connectionPair({ client: { pid: 77, uid: 1000, gid: 1000 } })
  world.server.accept(pair.server)
  const opened = await openClient(pair.client, { uid: 0, closeDescriptor: () => {} })
  expect(opened).toMatchObject({ ok: false, error: { name: 'org.freedesktop.DBus.Error.AccessDenied' } })
})

test('a server that does not answer is ETIMEDOUT', async () => {
  const pair = connectionPair()
  const ringAtOnce: After = (_delayMs, ring) => {
    ring()
    return () => {}
  }
  const opened = await openClient(pair.client, { uid: 0, closeDescriptor: () => {}, after: ringAtOnce })
  expect(opened).toMatchObject({ ok: false, error: { name: 'org.freedesktop.DBus.Error.Timeout' } })
})
