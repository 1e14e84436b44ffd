import { expect, test } from '@jest/globals'
import { emptyBody, type MethodCall } from '#control/codec/message.ts'
import { busErrorOfErrno } from '#control/errors.ts'
import { Channel } from '#control/transport/channel.ts'
import { connectionPair, settled } from '../../fake/connection.ts'
import * as recorded from '../codec/recorded.ts'

const answers = Uint8Array.from(`OK ${'0'.repeat(32)}\r\nAGREE_UNIX_FD\r\n`, c => c.charCodeAt(0))
const call: MethodCall = {
  type: 'call',
  serial: 0,
  flags: 0,
  sender: null,
  destination: null,
  path: '/',
  interface: 'a.b',
  member: 'C',
}

function world() {
  const { client, server } = connectionPair()
  const closed: number[] = []
  const written: Uint8Array[] = []
  server.start(
    bytes => written.push(bytes),
    () => {},
  )
  return { channel: new Channel(client, 0, fd => closed.push(fd)), server, closed, written }
}

test('nothing but the handshake is written before the server has answered it', async () => {
  const { channel, server, written } = world()
  await settled()
  expect(written.map(bytes => String.fromCharCode(...bytes))).toEqual([
    '\0AUTH EXTERNAL 30\r\nNEGOTIATE_UNIX_FD\r\nBEGIN\r\n',
  ])
  server.write(answers)
  expect(await channel.opened).toEqual({ ok: true, value: undefined })
})

test("systemd's answer is given to the call it answers", async () => {
  const { channel, server } = world()
  server.write(Uint8Array.from([...answers, ...recorded.jobNew]))
  await channel.opened
  const { serial, answer } = channel.ask(call, emptyBody())
  expect(serial).toBe(1)
  server.write(recorded.startUnitReply)
  expect(await answer).toMatchObject({ ok: true, value: { signature: 'o' } })
})

test('an error is the name and the message that came', async () => {
  const { channel, server } = world()
  server.write(answers)
  await channel.opened
  const { answer } = channel.ask(call, emptyBody())
  server.write(recorded.noSuchUnit)
  expect(await answer).toEqual({
    ok: false,
    error: { name: 'org.freedesktop.systemd1.NoSuchUnit', message: 'Unit nope.service not found.' },
  })
})

test('signals come to every listener with their values', async () => {
  const { channel, server } = world()
  const heard: unknown[] = []
  channel.listeners.add(({ header, values }) => heard.push([header.member, ...values]))
  server.write(Uint8Array.from([...answers, ...recorded.jobNew, ...recorded.jobRemoved]))
  await settled()
  const job = '/org/freedesktop/systemd1/job/150'
  expect(heard).toEqual([
    ['JobNew', 150, job, 'dbus.service'],
    ['JobRemoved', 150, job, 'dbus.service', 'done'],
  ])
})

test('a peer that breaks the protocol is left, and every call is told so', async () => {
  const { channel, server } = world()
  server.write(answers)
  await channel.opened
  const { answer } = channel.ask(call, emptyBody())
  server.write(new Uint8Array(32), [5])
  expect(await answer).toEqual({
    ok: false,
    error: {
      name: 'org.freedesktop.DBus.Error.InconsistentMessage',
      message: 'message does not begin with a byte order',
    },
  })
  await channel.lost
})

test('descriptors that nobody waits for are closed', async () => {
  const { channel, server, closed } = world()
  server.write(answers, [3])
  await channel.opened
  channel.close('ECONNRESET')
  expect(closed).toEqual([3])
})

test('a call that was given up is answered with that error', async () => {
  const { channel, server } = world()
  server.write(answers)
  await channel.opened
  const { serial, answer } = channel.ask(call, emptyBody())
  channel.giveUp(serial, busErrorOfErrno('ETIMEDOUT'))
  server.write(recorded.startUnitReply)
  expect(await answer).toMatchObject({ ok: false, error: { message: 'Connection timed out' } })
})

test('a call for us without anybody to take it is ignored', async () => {
  const { channel, server, written } = world()
  server.write(Uint8Array.from([...answers, ...recorded.startUnit]))
  await channel.opened
  await settled()
  expect(written).toHaveLength(1)
  const taken: string[] = []
  channel.onCall = header => taken.push(header.member)
  server.write(recorded.startUnit)
  await settled()
  expect(taken).toEqual(['StartUnit'])
})
