import { expect, test } from '@jest/globals'
import { draftBody, type Envelope, emptyBody, type Header } from '#control/codec/message.ts'
import { parseMessage } from '#control/codec/read-message.ts'
import { variant } from '#control/codec/value-of.ts'
import { encodeMessage } from '#control/codec/write-message.ts'
import * as recorded from './recorded.ts'

const fromUs: Envelope = { serial: 1, flags: 4, sender: null, destination: 'org.freedesktop.systemd1' }
const fromManager: Envelope = { serial: 0, flags: 0, sender: 'org.freedesktop.systemd1', destination: null }
const managerCall = (member: string): Header => ({
  ...fromUs,
  type: 'call',
  path: '/org/freedesktop/systemd1',
  interface: 'org.freedesktop.systemd1.Manager',
  member,
})
const managerSignal = (serial: number, member: string): Header => ({
  ...fromManager,
  serial,
  type: 'signal',
  path: '/org/freedesktop/systemd1',
  interface: 'org.freedesktop.systemd1.Manager',
  member,
})
const job = '/org/freedesktop/systemd1/job/150'

test('calls have the bytes that systemctl sends', () => {
  expect(encodeMessage(managerCall('StartUnit'), draftBody('ss', ['dbus.service', 'replace']))).toEqual(
    recorded.startUnit,
  )
  expect(encodeMessage(managerCall('ResetFailed'), emptyBody())).toEqual(recorded.resetFailed)
  const properties = draftBody('sba(sv)', ['dbus.service', false, [['CPUWeight', variant('t', 100n)]]])
  expect(encodeMessage(managerCall('SetUnitProperties'), properties)).toEqual(recorded.setUnitProperties)
})

test('answers, errors and signals have the bytes that systemd sends', () => {
  const answer: Header = { ...fromManager, serial: 4, type: 'return', replyTo: 1 }
  expect(encodeMessage(answer, draftBody('o', [job]))).toEqual(recorded.startUnitReply)
  expect(encodeMessage({ ...answer, serial: 1 }, emptyBody())).toEqual(recorded.emptyReply)
  const refusal: Header = {
    ...fromManager,
    serial: 1,
    type: 'error',
    replyTo: 1,
    name: 'org.freedesktop.systemd1.NoSuchUnit',
  }
  expect(encodeMessage(refusal, draftBody('s', ['Unit nope.service not found.']))).toEqual(recorded.noSuchUnit)
  const created = draftBody('uos', [150, job, 'dbus.service'])
  expect(encodeMessage(managerSignal(3, 'JobNew'), created)).toEqual(recorded.jobNew)
  const removed = draftBody('uoss', [150, job, 'dbus.service', 'done'])
  expect(encodeMessage(managerSignal(5, 'JobRemoved'), removed)).toEqual(recorded.jobRemoved)
})

test('a message with descriptors announces how many', () => {
  const draft = draftBody('h', [7])
  const bytes = encodeMessage({ ...fromManager, serial: 1, type: 'return', replyTo: 1 }, draft)
  expect(parseMessage(bytes, [9])).toMatchObject({ ok: true, value: { fdCount: 1, message: { body: { fds: [9] } } } })
  expect(draft.writer.fds).toEqual([7])
})
