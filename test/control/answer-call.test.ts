import { expect, test } from '@jest/globals'
import { answerCall } from '#control/answer-call.ts'
import type { MethodCall } from '#control/codec/message.ts'
import { answeringFrom, callerWithUid, createToy } from './toy.ts'

const header = (path: string, from: string, member: string): MethodCall => ({
  type: 'call',
  serial: 1,
  flags: 0,
  sender: null,
  destination: null,
  path,
  interface: from,
  member,
})
const body = (signature: string, fds: readonly number[]) => ({
  signature,
  bytes: new Uint8Array(0),
  littleEndian: true,
  fds,
})

test('descriptors are closed when the call was answered, but for those the handler kept', () => {
  const closed: number[] = []
  const swap = { header: header('/org/freedesktop/files', 'com.example.Files', 'Swap'), body: body('hb', [7, 8]) }
  const answering = answeringFrom(createToy())
  const answer = (keep: boolean) =>
    answerCall(answering, { ...swap, values: [7, keep] }, callerWithUid(0), fd => closed.push(fd))
  expect(answer(true)).toMatchObject({ ok: true })
  expect(closed).toEqual([8])
  expect(answer(false)).toMatchObject({ ok: true })
  expect(closed).toEqual([8, 7, 8])
})

test('descriptors of a call that is answered later stay open until then', async () => {
  const closed: number[] = []
  const toy = createToy()
  let answer = (): void => {}
  toy.after = () =>
    new Promise(resolve => {
      answer = () => resolve({ ok: true, value: { jobs: [] } })
    })
  const call = header('/org/freedesktop/systemd1/job/1', 'org.freedesktop.systemd1.Job', 'GetAfter')
  const incoming = { header: call, body: body('', [7]), values: [] }
  const reply = answerCall(answeringFrom(toy), incoming, callerWithUid(0), fd => closed.push(fd))
  expect(closed).toEqual([])
  answer()
  await reply
  expect(closed).toEqual([7])
})
