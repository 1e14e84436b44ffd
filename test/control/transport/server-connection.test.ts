import { expect, test } from '@jest/globals'
import { othersLimits } from '#control/transport/limits.ts'
import { connectionPair, settled } from '../../fake/connection.ts'
import * as recorded from '../codec/recorded.ts'
import { connect, createWorld, greeting, open, RawClient } from '../raw-client.ts'

const jobs = '/org/freedesktop/systemd1/job'

test('a call that follows the handshake in the same write is answered', async () => {
  const world = createWorld()
  const client = connect(world)
  client.connection.write(Uint8Array.from([...greeting, ...recorded.resetFailed]))
  await settled()
  expect(client.handshake).toBe(`DATA\r\nOK ${'0'.repeat(32)}\r\nAGREE_UNIX_FD\r\n`)
  expect(client.summary()).toEqual(['1 org.freedesktop.DBus.Error.UnknownMethod'])
})

test('a conversation torn into single bytes is the same conversation', async () => {
  const world = createWorld()
  const client = connect(world, 0, 1)
  client.connection.write(greeting)
  client.call(`${jobs}/1`, 'org.freedesktop.systemd1.Job.GetAfter', '', [])
  await settled()
  expect(client.summary()).toEqual(['1 [[]]'])
})

test('answers say who sends them, and which call they answer', async () => {
  const world = createWorld()
  const client = await open(world)
  client.call('/', 'org.freedesktop.DBus.Peer.Ping', '', [])
  await settled()
  expect(client.messages).toMatchObject([{ type: 'return', replyTo: 1, sender: 'org.freedesktop.systemd1', flags: 1 }])
})

test('a call that wants no reply gets none, not even an error', async () => {
  const world = createWorld()
  const client = await open(world)
  client.call(`${jobs}/1`, 'org.freedesktop.systemd1.Job.Cancel', '', [], 1)
  client.call('/nope', 'org.freedesktop.systemd1.Job.Cancel', '', [], 1)
  client.call('/', 'org.freedesktop.DBus.Peer.Ping', '', [])
  await settled()
  expect(client.summary()).toEqual(['3 []'])
  expect(world.toy.jobs.has(1)).toBe(false)
})

test('a late answer does not hold up those behind it', async () => {
  const world = createWorld()
  let answer = (): void => {}
  world.toy.after = () =>
    new Promise(resolve => {
      answer = () => resolve({ ok: true, value: { jobs: [] } })
    })
  const client = await open(world)
  client.call(`${jobs}/1`, 'org.freedesktop.systemd1.Job.GetAfter', '', [])
  client.call('/', 'org.freedesktop.DBus.Peer.Ping', '', [])
  await settled()
  expect(client.summary()).toEqual(['2 []'])
  answer()
  await settled()
  expect(client.summary()).toEqual(['2 []', '1 [[]]'])
})

test('a client that believes in a bus is greeted, and may add matches', async () => {
  const world = createWorld()
  const client = await open(world)
  const bus = '/org/freedesktop/DBus'
  client.call(bus, 'org.freedesktop.DBus.Hello', '', [])
  client.call(bus, 'org.freedesktop.DBus.AddMatch', 's', ["type='signal'"])
  client.call(bus, 'org.freedesktop.DBus.ListNames', '', [])
  await settled()
  expect(client.summary()).toEqual(['1 [":1.1"]', '2 []', '3 org.freedesktop.DBus.Error.UnknownMethod'])
})

test.each<[string, Uint8Array, string]>([
  ['bytes that are no message', new Uint8Array(32), 'message does not begin with a byte order'],
  ['a body that is not what its signature says', brokenBody(), 'message ends inside a value'],
])('%s end that connection only, with one line', async (_what, bytes, reason) => {
  const world = createWorld()
  const bad = await open(world, 1000)
  const good = await open(world)
  bad.connection.write(bytes)
  bad.connection.write(recorded.resetFailed)
  good.call('/', 'org.freedesktop.DBus.Peer.Ping', '', [])
  await settled()
  expect(bad.ended).toBe(true)
  expect(bad.summary()).toEqual([])
  expect(good.summary()).toEqual(['1 []'])
  expect(world.lines).toEqual([`control: connection of process 77 (uid 1000) ended: ${reason}`])
  expect(world.server.connectionCount).toBe(1)
})

function brokenBody(): Uint8Array {
  const bytes = recorded.startUnit.slice()
  bytes.set([200], bytes.length - 32)
  return bytes
}

test('calls that wait for their answer are counted', async () => {
  const world = createWorld({
    others: { ...othersLimits, each: { ...othersLimits.each, pendingCalls: 2 } },
  })
  world.toy.after = () => new Promise(() => {})
  const client = await open(world, 65534)
  for (let count = 0; count < 3; count++) {
    client.call(`${jobs}/1`, 'org.freedesktop.systemd1.Job.GetAfter', '', [])
  }
  await settled()
  expect(client.summary()).toEqual(['3 org.freedesktop.DBus.Error.LimitsExceeded'])
})

test('many calls at once are all answered, in order', async () => {
  const world = createWorld()
  const client = await open(world)
  for (let count = 0; count < 200; count++) {
    client.call('/', 'org.freedesktop.DBus.Peer.Ping', '', [])
  }
  await settled()
  expect(client.summary()).toEqual(Array.from({ length: 200 }, (_, index) => `${index + 1} []`))
})

test('what a client does not read is not added to: nothing is asked for it until it reads', async () => {
  const world = createWorld()
  let asked = 0
  world.toy.after = () => {
    asked++
    return { ok: true, value: { jobs: [] } }
  }
  const pair = connectionPair({ client: { pid: 77, uid: 65534, gid: 65534 } })
  world.server.accept(pair.server)
  const client = new RawClient(pair.client)
  client.connection.write(greeting)
  await settled()
  pair.server.block(true)
  for (let count = 0; count < 5; count++) {
    client.call(`${jobs}/1`, 'org.freedesktop.systemd1.Job.GetAfter', '', [])
  }
  await settled()
  expect(asked).toBe(1)
  pair.server.block(false)
  await settled()
  expect(asked).toBe(5)
  expect(client.summary()).toHaveLength(5)
})

test('a user who passes descriptors without end loses the connection, and they are closed', async () => {
  const world = createWorld()
  const client = await open(world, 2000)
  client.connection.write(recorded.startUnit.slice(0, 20), [5, 6])
  await settled()
  expect(client.ended).toBe(true)
  expect(world.closed).toEqual([5, 6])
  expect(world.lines).toEqual(['control: connection of process 77 (uid 2000) ended: too many descriptors are waiting'])
})

test('an answer that is longer than a user may have is an error', async () => {
  const each = { ...othersLimits.each, sendBytes: 1500 }
  const world = createWorld({ others: { ...othersLimits, each } })
  const client = await open(world, 2000)
  client.call(`${jobs}/1`, 'org.freedesktop.DBus.Introspectable.Introspect', '', [])
  client.call('/', 'org.freedesktop.DBus.Peer.Ping', '', [])
  await settled()
  expect(client.summary()).toEqual(['1 org.freedesktop.DBus.Error.LimitsExceeded', '2 []'])
})

test('a handshake that does not come to an end is cut off', async () => {
  const world = createWorld()
  const client = connect(world)
  expect(world.rings).toHaveLength(1)
  world.rings[0]?.()
  await settled()
  expect(client.ended).toBe(true)
  expect(world.lines).toEqual(['control: connection of process 77 (uid 0) ended: handshake takes too long'])
  await open(world)
  // The minute in which further ones are only counted.
  expect(world.rings).toHaveLength(1)
})

test('a caller that is gone is told of once, and its late answer goes nowhere', async () => {
  const world = createWorld()
  const told: string[] = []
  let answer = (): void => {}
  world.toy.after = (_id, call) => {
    call.caller.onGone(() => told.push('gone'))
    return new Promise(resolve => {
      answer = () => resolve({ ok: true, value: { jobs: [] } })
    })
  }
  const client = await open(world)
  client.call(`${jobs}/1`, 'org.freedesktop.systemd1.Job.GetAfter', '', [])
  await settled()
  expect(told).toEqual([])
  client.connection.close()
  await settled()
  answer()
  await settled()
  expect(world.server.connectionCount).toBe(0)
  expect(told).toEqual(['gone'])
  expect(world.lines).toEqual([])
})

test('a descriptor in an answer is sent, and then closed here', async () => {
  const world = createWorld()
  const client = await open(world)
  client.call('/org/freedesktop/files', 'com.example.Files.Swap', 'hb', [9, true])
  await settled()
  expect(client.messages[0]?.body.fds).toEqual([100])
  expect(world.closed).toEqual([100])
})

test('a client that did not ask to pass descriptors gets an error instead of an answer with some', async () => {
  const world = createWorld()
  const client = connect(world)
  client.lastLine = /OK [0-9a-f]{32}\r\n/
  client.connection.write(Uint8Array.from('\0AUTH EXTERNAL 30\r\nBEGIN\r\n', c => c.charCodeAt(0)))
  client.call('/org/freedesktop/files', 'com.example.Files.Swap', 'hb', [9, false])
  await settled()
  expect(client.summary()).toEqual(['1 org.freedesktop.DBus.Error.NotSupported'])
  expect(world.closed).toEqual([9, 100])
})

test('descriptors that come with a call are closed when it is answered', async () => {
  const world = createWorld()
  const client = await open(world)
  client.call('/nope', 'a.b.C', 'h', [9])
  await settled()
  expect(world.closed).toEqual([9])
})

test('descriptors that come with a call for the bus are closed too', async () => {
  const world = createWorld()
  const client = await open(world)
  client.call('/org/freedesktop/DBus', 'org.freedesktop.DBus.AddMatch', 'h', [9])
  await settled()
  expect(world.closed).toEqual([9])
})

test('descriptors of a connection that breaks are closed', async () => {
  const world = createWorld()
  const client = await open(world)
  client.connection.write(new Uint8Array(32), [5, 6])
  await settled()
  expect(world.closed).toEqual([5, 6])
})
